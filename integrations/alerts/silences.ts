import type { Clock, IntegrationDatabase, Machine } from "../../core/sdk/index.ts";
import type { Silence } from "./alert.ts";

/** What a silence is to cover. At least one criterion is not `null`. */
export type NewSilence = Pick<Silence, "machineId" | "type" | "tag" | "comment" | "endsAt">;

interface Row {
  readonly id: number;
  readonly machine_id: string | null;
  readonly type: string | null;
  readonly tag: string | null;
  readonly comment: string | null;
  readonly created_by: string;
  readonly created_at: number;
  readonly ends_at: number;
}

/** Times in which the user does not want to hear of something. */
export class Silences {
  readonly #database: IntegrationDatabase;
  readonly #clock: Clock;
  #silences: readonly Silence[] = [];
  #lastId = 0;

  constructor(database: IntegrationDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    const rows = await this.#database.select<Row>("SELECT * FROM silence ORDER BY id");
    this.#silences = rows.map(silenceOf);
    this.#lastId = this.#silences.at(-1)?.id ?? 0;
  }

  /** Those that have not ended, newest first. */
  list(): readonly Silence[] {
    const now = this.#clock.now();
    return this.#silences.filter(({ endsAt }) => endsAt > now).toReversed();
  }

  /** The silence that covers an alert of that type on that machine, if one does. */
  covering(type: string, machine: Machine | undefined): Silence | undefined {
    if (this.#silences.length === 0) return undefined;
    return this.list().find((silence) => covers(silence, type, machine));
  }

  async add(silence: NewSilence, by: string): Promise<Silence> {
    const added = { ...silence, id: ++this.#lastId, createdBy: by, createdAt: this.#clock.now() };
    const sql = `INSERT INTO silence (id, machine_id, type, tag, comment, created_by, created_at, ends_at)
      VALUES ($id, $machineId, $type, $tag, $comment, $createdBy, $createdAt, $endsAt)`;
    await this.#database.write([{ sql, values: added }]);
    this.#silences = [...this.#silences, added];
    return added;
  }

  /** Ends a silence. False when there is none. */
  async end(id: number): Promise<boolean> {
    if (!this.list().some((silence) => silence.id === id)) return false;
    const now = this.#clock.now();
    await this.#database.write([{ sql: "UPDATE silence SET ends_at = $now WHERE id = $id", values: { now, id } }]);
    this.#silences = this.#silences.map((silence) => (silence.id === id ? { ...silence, endsAt: now } : silence));
    return true;
  }
}

function covers({ machineId, type, tag }: Silence, ofType: string, machine: Machine | undefined): boolean {
  if (machineId !== null && machineId !== machine?.id) return false;
  if (type !== null && type !== ofType) return false;
  return tag === null || (machine?.tags.includes(tag) ?? false);
}

function silenceOf(row: Row): Silence {
  return {
    id: row.id,
    machineId: row.machine_id,
    type: row.type,
    tag: row.tag,
    comment: row.comment,
    createdBy: row.created_by,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  };
}
