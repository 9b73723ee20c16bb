import type { Clock, IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";

/** So many beginnings and ends within this time are flapping; none within this time is steady. Milliseconds. */
const window = 600_000;
const most = 5;

const counted: ReadonlySet<AlertEvent["kind"]> = new Set(["opened", "reopened", "resolved"]);
const kinds = [...counted].map((kind) => `'${kind}'`).join(", ");

type Key = Pick<Alert, "rule" | "subject">;

/** Notices alerts that come and go, by the clock that never steps. */
export class Flapping {
  readonly #clock: Pick<Clock, "now" | "monotonic">;
  readonly #changes = new Map<string, number[]>();

  constructor(clock: Pick<Clock, "now" | "monotonic">) {
    this.#clock = clock;
  }

  /** Goes on where the last run stopped. What flaps already is taken to have done so until now. */
  async load(database: IntegrationDatabase, flapping: readonly Key[]): Promise<void> {
    const now = this.#clock.now();
    const sql = `SELECT rule, subject, at FROM alert_event JOIN alert ON alert.id = alert_id
      WHERE at > $since AND kind IN (${kinds}) ORDER BY at`;
    const rows = await database.select<Key & { readonly at: number }>(sql, { since: now - window });
    for (const row of rows) this.#add(row, this.#clock.monotonic() - Math.max(0, now - row.at));
    for (const key of flapping) this.note(key);
  }

  /** Notes what became of an alert. */
  heard(key: Key, { kind }: Pick<AlertEvent, "kind">): void {
    if (counted.has(kind)) this.note(key);
  }

  /** Notes a beginning or an end, also one that was not acted on. */
  note(key: Key): void {
    this.#add(key, this.#clock.monotonic());
  }

  /** Whether an alert has come and gone too often lately, with so many changes more. */
  isFlapping(key: Key, more = 0): boolean {
    return this.#recent(key).length + more >= most;
  }

  /** Whether an alert has neither come nor gone for a while. */
  isSteady(key: Key): boolean {
    return this.#recent(key).length === 0;
  }

  /** Forgets what is long ago. */
  sweep(): void {
    const since = this.#clock.monotonic() - window;
    for (const [key, changes] of this.#changes) {
      if ((changes.at(-1) ?? Number.NEGATIVE_INFINITY) <= since) this.#changes.delete(key);
    }
  }

  #add(key: Key, moment: number): void {
    this.#changes.set(textOf(key), [...this.#recent(key), moment]);
  }

  #recent(key: Key): readonly number[] {
    const since = this.#clock.monotonic() - window;
    return (this.#changes.get(textOf(key)) ?? []).filter((moment) => moment > since);
  }
}

function textOf({ rule, subject }: Key): string {
  return JSON.stringify([rule, subject]);
}
