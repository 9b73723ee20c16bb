import type { EventBus } from "../bus/event-bus.ts";
import type { Clock, Logger, OpenProblem, Problem, ProblemReader, Undo } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** What the user must fix. Problems live as long as what reports them; what the user ignores is remembered. */
export class Problems implements ProblemReader {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #open = new Map<string, OpenProblem>();
  readonly #ignored = new Set<string>();

  constructor(database: Database, bus: EventBus, clock: Clock, log: Logger) {
    this.#database = database;
    this.#bus = bus;
    this.#clock = clock;
    this.#log = log;
  }

  async load(): Promise<void> {
    for (const { id } of await this.#database.select<{ id: string }>("SELECT id FROM ignored_problem")) {
      this.#ignored.add(id);
    }
  }

  /** Reports a problem, or brings a known one up to date; the answer takes it back. */
  report(integration: string, ownId: string, problem: Problem): Undo {
    const id = `${integration}.${ownId}`;
    const since = this.#open.get(id)?.since ?? this.#clock.now();
    const open: OpenProblem = { ...problem, id, integration, since, isIgnored: this.#ignored.has(id) };
    if (!this.#open.has(id)) this.#log.warn(`Problem: ${problem.title}. ${problem.advice}`);
    this.#open.set(id, open);
    this.#bus.emit("problem_changed", { id });
    return () => {
      if (this.#open.get(id) !== open) return;
      this.#open.delete(id);
      this.#bus.emit("problem_changed", { id });
    };
  }

  list(): readonly OpenProblem[] {
    return [...this.#open.values()];
  }

  /** Hides a problem, or shows it again; answers false when there is none of that id. */
  async setIgnored(id: string, isIgnored: boolean): Promise<boolean> {
    const problem = this.#open.get(id);
    if (!problem) return false;
    const sql = isIgnored
      ? "INSERT OR IGNORE INTO ignored_problem (id) VALUES ($id)"
      : "DELETE FROM ignored_problem WHERE id = $id";
    await this.#database.run(sql, { id });
    if (isIgnored) this.#ignored.add(id);
    else this.#ignored.delete(id);
    // In place: the undo that `report` returned knows the problem by this object.
    Object.assign(problem, { isIgnored });
    this.#bus.emit("problem_changed", { id });
    return true;
  }
}
