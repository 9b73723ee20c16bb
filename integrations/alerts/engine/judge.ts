import type { EntityState, StateReader } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook, AlertDraft } from "../book/alert-book.ts";
import { type Change, newWatch, step } from "../evaluation/watch.ts";
import type { Finding, Subject } from "../rules/rule.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { causesOf } from "./causes.ts";
import type { Watches } from "./watches.ts";

/** What judging needs. */
export interface JudgeParts {
  readonly bindings: Bindings;
  readonly watches: Watches;
  readonly book: AlertBook;
  readonly states: StateReader;
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

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /** Judges what an entity is now, if anything judges it. A state that was judged before is not judged again. */
  judgeEntity(entityId: string): void {
    const bindings = this.#parts.bindings.of(entityId);
    if (bindings.length === 0) return;
    const state = this.#parts.states.get(entityId);
    if (!state?.available) return;
    for (const binding of bindings) this.#judge(binding, state);
  }

  /** Ends what there is of a subject that is gone; `by` says who took it away, `null` that it went by itself. */
  close(subject: string, by: string | null): void {
    const { book, watches } = this.#parts;
    watches.forgetSubject(subject);
    for (const alert of book.list()) if (alert.subject === subject) book.resolve(alert, by, "It is gone");
  }

  #judge(binding: Binding, state: EntityState): void {
    const { watches, isQuiet } = this.#parts;
    const { rule, subject, watched } = binding;
    const before = watches.get(rule.name, state.id);
    if (!before?.opened && isQuiet(rule.type, subject)) {
      if (before) watches.forget(rule.name, state.id);
      return;
    }
    const { watch, change } = step(watched, before ?? newWatch(watched), { value: state.value, at: state.updatedAt });
    watches.set(rule.name, state.id, watch);
    if (change) this.#apply(change, binding, state);
  }

  #apply(change: Change, binding: Binding, state: EntityState): void {
    const { book, staysOpen, cameBack } = this.#parts;
    const alert = book.find(binding.rule.name, state.id);
    if (change.kind === "resolved") {
      if (alert && !staysOpen(alert)) book.resolve(alert, null, null);
      return;
    }
    const draft = draftOf(change, binding, state, this.#parts.states);
    if (!alert) book.open(draft);
    else if (change.kind === "escalated") book.escalate(alert, draft);
    else cameBack(alert);
  }
}

function draftOf(
  change: Exclude<Change, { kind: "resolved" }>,
  { rule, subject, watched }: Binding,
  state: EntityState,
  states: StateReader,
): AlertDraft {
  const level = watched.levels[change.level];
  const severity = level?.severity ?? "medium";
  const condition = level?.condition;
  const threshold = condition && "threshold" in condition ? condition.threshold : null;
  const finding: Finding = { subject, state, severity, threshold };
  const { entity, machine } = subject;
  return {
    rule: rule.name,
    type: rule.type,
    subject: state.id,
    machineId: machine?.id ?? null,
    severity,
    ...rule.describe(finding),
    value: state.value,
    threshold,
    unit: entity.unit ?? null,
    instance: entity.instance ?? null,
    since: change.kind === "opened" ? change.since : state.updatedAt,
    causes: causesOf(rule.type, entity.device, states),
  };
}
