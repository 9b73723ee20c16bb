import type { Clock, Machine, MachineReader, OpenProblem, ProblemReader } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";

/** The rule of all alerts that problems open. */
export const problemRule = "problem";

/** A problem lasts as long as the integration that reports it runs: after a restart it is waited so long for it, in milliseconds. */
const patience = 300_000;

/** What watching over problems needs. */
export interface ProblemParts {
  readonly clock: Clock;
  readonly problems: ProblemReader;
  readonly machines: MachineReader;
  readonly book: AlertBook;
  /** Whether nobody wants to hear of that type now. */
  readonly isQuiet: (type: string, machine: Machine | undefined) => boolean;
}

/** Opens an alert for each problem that asks for one, and ends it with the problem. */
export class ProblemWatch {
  readonly #parts: ProblemParts;
  /** Problems that have, or had, their alert: one that a person resolved does not come back. */
  readonly #told = new Set<string>();
  /** By alert, since when its problem is not there; on the clock that never steps. */
  readonly #goneSince = new Map<number, number>();

  constructor(parts: ProblemParts) {
    this.#parts = parts;
  }

  review(): void {
    const asking = this.#parts.problems.list().filter(({ alert, isIgnored }) => alert && !isIgnored);
    const ids = new Set(asking.map(({ id }) => id));
    for (const id of this.#told) if (!ids.has(id)) this.#told.delete(id);
    for (const problem of asking) this.#open(problem);
    for (const alert of this.#parts.book.list()) if (alert.rule === problemRule) this.#follow(alert, ids);
  }

  #open({ id, title, advice, since, machineId, alert }: OpenProblem): void {
    const { book, machines, isQuiet } = this.#parts;
    if (!alert || this.#told.has(id)) return;
    const machine = machineId === undefined ? undefined : machines.get(machineId);
    if (!book.find(problemRule, id) && isQuiet(alert.type, machine)) return;
    this.#told.add(id);
    if (book.find(problemRule, id)) return;
    book.open({
      rule: problemRule,
      type: alert.type,
      subject: id,
      machineId: machine?.id ?? null,
      severity: alert.severity,
      title,
      message: null,
      suggestion: advice,
      value: null,
      threshold: null,
      unit: null,
      instance: null,
      since,
      causes: [],
    });
  }

  #follow(alert: Alert, problemIds: ReadonlySet<string>): void {
    const { clock, book } = this.#parts;
    if (problemIds.has(alert.subject)) return void this.#goneSince.delete(alert.id);
    const since = this.#goneSince.get(alert.id) ?? clock.monotonic();
    this.#goneSince.set(alert.id, since);
    if (clock.monotonic() - since < patience) return;
    this.#goneSince.delete(alert.id);
    book.resolve(alert, null, null);
  }
}
