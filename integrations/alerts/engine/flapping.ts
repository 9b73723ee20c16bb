import type { Alert, AlertEvent } from "../alert.ts";

/** So many beginnings and ends within this time are flapping. Milliseconds. */
const window = 600_000;
const most = 5;

/** Notices alerts that come and go. */
export class Flapping {
  readonly #changes = new Map<string, number[]>();

  /** Notes what became of an alert. */
  heard({ rule, subject }: Alert, { kind, at }: AlertEvent): void {
    if (kind !== "opened" && kind !== "resolved") return;
    const key = JSON.stringify([rule, subject]);
    const recent = (this.#changes.get(key) ?? []).filter((moment) => moment > at - window);
    this.#changes.set(key, [...recent, at]);
  }

  /** Whether an alert that would end now has come and gone so often that it stays instead. */
  isFlapping({ rule, subject }: Pick<Alert, "rule" | "subject">, now: number): boolean {
    const changes = this.#changes.get(JSON.stringify([rule, subject])) ?? [];
    return changes.filter((moment) => moment > now - window).length >= most - 1;
  }

  /** Notes a beginning or an end that was not acted on. */
  note({ rule, subject }: Alert, at: number): void {
    const key = JSON.stringify([rule, subject]);
    this.#changes.set(key, [...(this.#changes.get(key) ?? []).filter((moment) => moment > at - window), at]);
  }

  /** Forgets what is long ago. */
  sweep(now: number): void {
    for (const [key, changes] of this.#changes) if ((changes.at(-1) ?? 0) <= now - window) this.#changes.delete(key);
  }
}
