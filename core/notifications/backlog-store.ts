import type { Notification } from "../sdk/index.ts";
import type { Database, Statement } from "../storage/database.ts";
import { subjectsOf } from "./backlog.ts";
import { additions, columns, type DeliveryRow, deliveryOf, joined, type WaitingDelivery } from "./delivery-store.ts";

/** A message that takes the place of others. */
export interface Replacement {
  readonly channel: string;
  readonly folded: readonly { readonly sequence: number; readonly reason: string }[];
  /** `null` when nothing is to be told. */
  readonly message: Notification | null;
  readonly now: number;
}

const isOfSubjects = `(subject IN (SELECT value FROM json_each($subjects)) OR EXISTS (
  SELECT 1 FROM json_each(body, '$.members') AS member
  WHERE json_extract(member.value, '$.subject') IN (SELECT value FROM json_each($subjects))))`;
/** Later messages of the same subject went another way: the gathered one says what was. */
const isOutdated = `EXISTS (SELECT 1 FROM delivery AS later JOIN notification AS other USING (sequence)
  WHERE later.channel = $channel AND later.state <> 'gathered' AND later.sequence > delivery.sequence
  AND other.subject = notification.subject)`;

/** What waits on disk, as far as several messages are looked at together. */
export class BacklogStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Everything that waits on a channel, oldest first. */
  async waiting(channel: string): Promise<readonly WaitingDelivery[]> {
    const sql = `SELECT ${columns} FROM ${joined} WHERE channel = $channel AND state = 'waiting' ORDER BY sequence`;
    return (await this.#database.select<DeliveryRow>(sql, { channel })).map(deliveryOf);
  }

  /** Channels that have a digest due. */
  async withDigestDue(now: number): Promise<readonly string[]> {
    const sql = "SELECT DISTINCT channel FROM delivery WHERE state = 'gathered' AND not_before <= $now";
    return (await this.#database.select<{ channel: string }>(sql, { now })).map(({ channel }) => channel);
  }

  /** What is due on a channel for its digest, oldest first, and what of it is outdated. */
  async gathered(
    channel: string,
    now: number,
  ): Promise<readonly (WaitingDelivery & { readonly isOutdated: boolean })[]> {
    const sql = `SELECT ${columns}, ${isOutdated} AS outdated FROM ${joined}
      WHERE channel = $channel AND state = 'gathered' AND not_before <= $now ORDER BY sequence`;
    const rows = await this.#database.select<DeliveryRow & { readonly outdated: number }>(sql, { channel, now });
    return rows.map((row) => ({ ...deliveryOf(row), isOutdated: row.outdated === 1 }));
  }

  /** Which of the subjects a channel has told of. */
  async told(channel: string, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    if (subjects.length === 0) return new Set();
    const sql = `SELECT body FROM ${joined}
      WHERE channel = $channel AND state = 'sent' AND ${isOfSubjects}`;
    const rows = await this.#database.select<{ body: string }>(sql, { channel, subjects: JSON.stringify(subjects) });
    return new Set(rows.flatMap(({ body }) => subjectsOf(JSON.parse(body) as Notification)));
  }

  /** Puts one message, or none, in the place of several, in one transaction. */
  replace({ channel, folded, message, now }: Replacement): Promise<void> {
    const sql = `UPDATE delivery SET state = 'folded', reason = $reason, ended_at = $now
      WHERE channel = $channel AND sequence = $sequence AND state IN ('waiting', 'gathered')`;
    const updates: Statement[] = folded.map((one) => ({ sql, binding: { ...one, channel, now } }));
    const added = message ? additions(message, [{ channel, notBefore: now }], now) : [];
    return this.#database.runAll([...updates, ...added]);
  }
}
