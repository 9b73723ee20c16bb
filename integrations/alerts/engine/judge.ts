import type { Clock, EntityState, MachineReader, StateReader } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook, AlertDraft } from "../book/alert-book.ts";
import { type Derive, deriving } from "../evaluation/derivation.ts";
import { type Change, isWell, newWatch, type Reading, step, type Watch, withoutTime } from "../evaluation/watch.ts";
import type { Finding, Rule, Subject } from "../rules/rule.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { causesOf } from "./causes.ts";
import type { Watches } from "./watches.ts";

/** What judging needs. */
export interface JudgeParts {
  readonly bindings: Bindings;
  readonly watches: Watches;
  readonly book: AlertBook;
  readonly states: StateReader;
  readonly machines: MachineReader;
  readonly clock: Clock;
  /** Whether nothing of that type may open there now: it is silenced, or in maintenance. */
  readonly isQuiet: (type: string, subject: Subject) => boolean;
  /** Whether an alert whose value is good again stays, because it comes and goes. */
  readonly staysOpen: (alert: Alert) => boolean;
  /** Is told of one that stayed, and is bad again. */
  readonly cameBack: (alert: Alert) => void;
}

/** Judges the states of entities, and opens, worsens and ends alerts by them. */
export class Judge {
  readonly #parts: JudgeParts;
  /** Of rules that judge what is derived of values: how it is derived. It lasts as long as the binding. */
  readonly #derivations = new WeakMap<Binding, Derive>();

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * Judges what an entity is now, if anything judges it. A state that was judged before is not judged again. `previous` is what it was
   * before, where that is known.
   */
  judgeEntity(entityId: string, previous?: EntityState): void {
    const bindings = this.#parts.bindings.of(entityId);
    if (bindings.length === 0) return;
    const state = this.#parts.states.get(entityId);
    if (!state?.available) return;
    const reading = { value: state.value, at: state.updatedAt };
    for (const binding of bindings) {
      const judged = this.#derive(binding, reading, previous);
      if (judged) this.judgeReading(binding, state, judged);
    }
  }

  /** Judges what was derived of a state by somebody else. */
  judgeReading(binding: Binding, state: EntityState, reading: Reading): void {
    const { watches, book, isQuiet } = this.#parts;
    const { rule, watched } = binding;
    const before = this.#remembered(rule, state.id);
    // Nearly everything that is judged is well, and was so before.
    if (!before && isWell(watched, reading.value)) return;
    const subject = this.#current(binding.subject);
    const quiet = isQuiet(rule.type, subject);
    if (!before?.opened && quiet) {
      if (before) watches.forget(rule.name, state.id);
      return;
    }
    const { watch, change } = step(watched, before ?? newWatch(watched), reading);
    // Somebody ended it by hand, and now it is worse: that opens an alert, but not while it is quiet.
    if (quiet && change?.kind === "escalated" && !book.find(rule.name, state.id)) return;
    watches.set(rule.name, state.id, watch);
    if (change) this.#apply(change, { binding: { ...binding, subject }, state, reading });
  }

  /** Ends what there is of a subject that is gone; `by` says who took it away, `null` that it went by itself. */
  close(subject: string, by: string | null): void {
    const { book, watches } = this.#parts;
    watches.forgetSubject(subject);
    for (const alert of book.list()) if (alert.subject === subject) book.resolve(alert, by, "It is gone");
  }

  /** The subject with its machine as that is now. */
  #current({ entity }: Subject): Subject {
    return { entity, machine: this.#parts.machines.get(entity.device) };
  }

  /** When the hub's clock was set back, what is remembered lies in the future. */
  #remembered(rule: Rule, subject: string): Watch | undefined {
    const { watches, clock } = this.#parts;
    const watch = watches.get(rule.name, subject);
    return watch && watch.at > clock.now() ? withoutTime(watch) : watch;
  }

  #derive(binding: Binding, reading: Reading, previous: EntityState | undefined): Reading | null {
    const { derived } = binding.watched;
    if (!derived) return reading;
    const known = this.#derivations.get(binding);
    if (known) return known(reading);
    const derive = deriving(derived, previous?.value);
    this.#derivations.set(binding, derive);
    return derive(reading);
  }

  #apply(change: Change, judged: Judged): void {
    const { book, staysOpen, cameBack } = this.#parts;
    const { binding, state } = judged;
    const alert = book.find(binding.rule.name, state.id);
    if (change.kind === "resolved") {
      if (alert && !staysOpen(alert)) book.resolve(alert, null, null);
      return;
    }
    const draft = draftOf(change, judged, this.#parts.states);
    if (!alert) book.open(draft);
    else if (change.kind === "escalated") book.escalate(alert, draft);
    else cameBack(alert);
  }
}

interface Judged {
  readonly binding: Binding;
  readonly state: EntityState;
  readonly reading: Reading;
}

function draftOf(
  change: Exclude<Change, { kind: "resolved" }>,
  { binding: { rule, subject, watched }, state, reading }: Judged,
  states: StateReader,
): AlertDraft {
  const level = watched.levels[change.level];
  const severity = level?.severity ?? "medium";
  const condition = level?.condition;
  const threshold = condition && "threshold" in condition ? condition.threshold : null;
  const { entity, machine } = subject;
  // That a value became another one says less than what it became.
  const value = watched.derived?.kind === "changes" ? state.value : reading.value;
  const unit = watched.unit ?? entity.unit ?? null;
  const sibling = (key: string) => states.get(state.id.replace(`.${entity.key}`, `.${key}`))?.value ?? null;
  const finding: Finding = { subject, state, value, unit, severity, threshold, sibling };
  return {
    rule: rule.name,
    type: rule.type,
    subject: state.id,
    machineId: machine?.id ?? null,
    severity,
    ...rule.describe(finding),
    value,
    threshold,
    unit,
    instance: entity.instance ?? null,
    since: sinceOf(change, { state, reading, isSilence: watched.derived?.kind === "silence" }),
    causes: causesOf(rule.type, entity.device, states),
  };
}

/** What is silent has been so since it was last heard. */
function sinceOf(
  change: Exclude<Change, { kind: "resolved" }>,
  { state, reading, isSilence }: { state: EntityState; reading: Reading; isSilence: boolean },
): number {
  if (isSilence) return state.updatedAt;
  return change.kind === "opened" ? change.since : reading.at;
}
