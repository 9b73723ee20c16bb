import type { EntityValue, Severity } from "../../../core/sdk/index.ts";
import { sameFor } from "../book/recent-ends.ts";
import { Flapping } from "../engine/flapping.ts";
import { type Derive, deriving } from "../evaluation/derivation.ts";
import { type Change, newWatch, type Reading, step, type Watch, type Watched } from "../evaluation/watch.ts";

/** An alert that there would have been. Times are Unix milliseconds. */
export interface ReplayedAlert {
  readonly since: number;
  readonly openedAt: number;
  /** `null`: it would still be open. */
  readonly until: number | null;
  readonly severity: Severity;
  readonly worst: EntityValue;
}

/** There is one rule and one subject in a replay: any name does. */
const key = { rule: "", subject: "" };

/** Judges one subject's readings, oldest first, as the hub does when they come: what comes back soon is the same alert. */
export class Replay {
  readonly #watched: Watched;
  readonly #derive: Derive;
  readonly #flapping = new Flapping({ now: () => this.#now, monotonic: () => this.#now });
  readonly #ended: ReplayedAlert[] = [];
  #watch: Watch;
  #open: ReplayedAlert | null = null;
  #isFlapping = false;
  #lastChange = 0;
  #now = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#derive = deriving(watched.derived);
    this.#watch = newWatch(watched);
  }

  /** Judges one reading. */
  take(reading: Reading): void {
    const judged = this.#derive(reading);
    if (judged) this.judge(judged, reading.value);
  }

  /** Judges what was derived already; `shown` is the value that an alert would tell of a change. */
  judge(judged: Reading, shown: EntityValue = judged.value): void {
    this.#moveTo(judged.at);
    const { watch, change } = step(this.#watched, this.#watch, judged);
    this.#watch = watch;
    const value = this.#watched.derived?.kind === "changes" ? shown : judged.value;
    if (this.#open && watch.opened) this.#open = { ...this.#open, worst: this.#worse(this.#open.worst, value) };
    if (change?.kind === "resolved") this.#end();
    else if (change) this.#begin(change, value);
  }

  /** All alerts, also one that is open at the end, which was at `at`. */
  finish(at: number): readonly ReplayedAlert[] {
    this.#moveTo(at);
    return this.#open ? [...this.#ended, this.#open] : this.#ended;
  }

  /** Lets time pass: what came and went, and has been steady for a while, is over. */
  #moveTo(at: number): void {
    this.#now = at;
    if (!this.#isFlapping || !this.#flapping.isSteady(key)) return;
    this.#isFlapping = false;
    if (!this.#watch.opened) this.#close(this.#lastChange + sameFor);
  }

  #begin(change: Exclude<Change, { kind: "resolved" }>, value: EntityValue): void {
    const severity = this.#watched.levels[change.level]?.severity ?? "medium";
    if (change.kind === "escalated") {
      if (this.#open) this.#open = { ...this.#open, severity };
      return;
    }
    this.#note();
    if (this.#open) return;
    const last = this.#ended.at(-1);
    const isSame = last !== undefined && this.#now - (last.until ?? 0) < sameFor;
    if (isSame) this.#ended.pop();
    this.#isFlapping = isSame && this.#flapping.isFlapping(key);
    this.#open = isSame
      ? { ...last, until: null, severity, worst: this.#worse(last.worst, value) }
      : { since: change.since, openedAt: this.#now, until: null, severity, worst: value };
  }

  #end(): void {
    const stays = this.#isFlapping || this.#flapping.isFlapping(key, 1);
    this.#note();
    this.#isFlapping = stays;
    if (!stays) this.#close(this.#now);
  }

  #note(): void {
    this.#flapping.note(key);
    this.#lastChange = this.#now;
  }

  #close(until: number): void {
    if (this.#open) this.#ended.push({ ...this.#open, until });
    this.#open = null;
  }

  #worse(worst: EntityValue, value: EntityValue): EntityValue {
    if (typeof value !== "number" || typeof worst !== "number") return worst;
    const isBelow = this.#watched.levels[0]?.condition.kind === "below";
    return isBelow ? Math.min(worst, value) : Math.max(worst, value);
  }
}
