import type { IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Ledger } from "../book/ledger.ts";
import type { Watch } from "../evaluation/watch.ts";

/** A rule and a subject of which something is remembered. */
export interface WatchKey {
  readonly rule: string;
  readonly subject: string;
}

interface Row {
  readonly rule: string;
  readonly subject: string;
  readonly state: string;
}

/** What is remembered of subjects that are bad, or were so lately. Nothing is kept of those that are well. */
export class Watches {
  readonly #ledger: Ledger;
  readonly #bySubject = new Map<string, Map<string, Watch>>();
  /** Those of which newer readings are not on disk. */
  #behind: WatchKey[] = [];

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async load(database: IntegrationDatabase): Promise<void> {
    for (const { rule, subject, state } of await database.select<Row>("SELECT rule, subject, state FROM alert_watch")) {
      this.#put(rule, subject, JSON.parse(state));
    }
  }

  get(rule: string, subject: string): Watch | undefined {
    return this.#bySubject.get(subject)?.get(rule);
  }

  /** Subjects of which something is remembered. */
  subjects(): Iterable<string> {
    return this.#bySubject.keys();
  }

  /**
   * Remembers a subject; one that is well is forgotten. It is written when something begins or ends, and by `save` when there were only more
   * readings of the same.
   */
  set(rule: string, subject: string, watch: Watch): void {
    const before = this.get(rule, subject);
    if (isWell(watch)) {
      if (before) this.forget(rule, subject);
      return;
    }
    this.#put(rule, subject, watch);
    if (!before || shapeOf(before) !== shapeOf(watch)) this.#ledger.saveWatch(rule, subject, watch);
    else if (isCounting(watch)) this.#behind.push({ rule, subject });
  }

  /** Has written of what becomes bad how long it is so: a restart does not begin anew. */
  save(): void {
    for (const { rule, subject } of this.#behind) {
      const watch = this.get(rule, subject);
      if (watch) this.#ledger.saveWatch(rule, subject, watch);
    }
    this.#behind = [];
  }

  forget(rule: string, subject: string): void {
    const rules = this.#bySubject.get(subject);
    if (!rules?.delete(rule)) return;
    if (rules.size === 0) this.#bySubject.delete(subject);
    this.#ledger.saveWatch(rule, subject, null);
  }

  forgetSubject(subject: string): void {
    for (const rule of [...(this.#bySubject.get(subject)?.keys() ?? [])]) this.forget(rule, subject);
  }

  #put(rule: string, subject: string, watch: Watch): void {
    const known = this.#bySubject.get(subject);
    if (known) known.set(rule, watch);
    else this.#bySubject.set(subject, new Map([[rule, watch]]));
  }
}

function isWell({ held, opened }: Watch): boolean {
  return opened === null && held.every((one) => one === null);
}

/** Whether it is bad at a level that is not reached yet. */
function isCounting({ held, opened }: Watch): boolean {
  return held.some((one, level) => one !== null && level > (opened?.level ?? -1));
}

function shapeOf({ held, opened }: Watch): string {
  return JSON.stringify([held.map((one) => one?.since ?? null), opened]);
}
