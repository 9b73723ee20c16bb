import type { Notification } from "../sdk/index.ts";
import type { Database, Statement } from "../storage/database.ts";

/**
 * What became of a message on one channel. `gathered`: it waits for the digest. `folded`: another message tells of it, or it was over before
 * anybody was told. `dead`: it will not be sent unless the user asks for it.
 */
export const deliveryStates = ["waiting", "gathered", "sent", "folded", "dead"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** On which channel a message goes out, and not before when, in Unix milliseconds. */
export interface PlannedDelivery {
  readonly channel: string;
  readonly notBefore: number;
  /** It goes into the digest of that time. */
  readonly isGathered?: boolean;
  /** Only when that channel had an earlier message of the same subject. */
  readonly onlyIfTold?: boolean;
}

/** A message that waits on a channel. */
export interface WaitingDelivery {
  readonly sequence: number;
  readonly attempts: number;
  readonly notBefore: number;
  readonly createdAt: number;
  readonly notification: Notification;
}

/** A message on a channel, as people see it. Times are Unix milliseconds. */
export interface Delivery extends WaitingDelivery {
  readonly channel: string;
  readonly state: DeliveryState;
  /** Why the last try failed; `null` when it did not. */
  readonly reason: string | null;
  readonly endedAt: number | null;
}

/** Which deliveries are asked for. */
export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channel?: string | undefined;
  readonly subject?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** How many messages of a channel did not go out. */
export interface DeliveryCounts {
  readonly waiting: number;
  readonly gathered: number;
  readonly dead: number;
}

/** A delivery with its message, as the database has it. */
export interface DeliveryRow {
  readonly channel: string;
  readonly sequence: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly not_before: number;
  readonly reason: string | null;
  readonly ended_at: number | null;
  readonly body: string;
  readonly created_at: number;
}

/** The columns of a `DeliveryRow`. */
export const columns = "channel, delivery.sequence, state, attempts, not_before, reason, ended_at, body, created_at";
/** Where deliveries stand with their messages. */
export const joined = "delivery JOIN notification USING (sequence)";
const select = `SELECT ${columns} FROM ${joined}`;
const filter = `WHERE ($state IS NULL OR state = $state) AND ($channel IS NULL OR channel = $channel)
  AND ($subject IS NULL OR subject = $subject)`;

/** Statements that add a message and its deliveries; a message that is there already stays as it is. */
export function additions(
  notification: Notification,
  deliveries: readonly PlannedDelivery[],
  now: number,
): Statement[] {
  const { id, subject } = notification;
  const message = {
    sql: "INSERT OR IGNORE INTO notification (id, subject, body, created_at) VALUES ($id, $subject, $body, $now)",
    binding: { id, subject, body: JSON.stringify(notification), now },
  };
  const planned = deliveries.map(({ channel, notBefore, isGathered, onlyIfTold }) => ({
    sql: `INSERT OR IGNORE INTO delivery (channel, sequence, state, not_before)
      SELECT $channel, sequence, $state, $notBefore FROM notification WHERE id = $id${onlyIfTold ? ` AND ${isTold}` : ""}`,
    binding: { channel, notBefore, id, state: isGathered ? "gathered" : "waiting" },
  }));
  return [message, ...planned];
}

const isTold = `EXISTS (SELECT 1 FROM delivery AS earlier JOIN notification AS told USING (sequence)
  WHERE earlier.channel = $channel AND told.subject = notification.subject AND told.sequence < notification.sequence)`;

/** The messages and what became of them, on disk. */
export class DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The message that may go out on a channel now: the oldest one that has none of its own subject before it. */
  async next(channel: string, now: number): Promise<WaitingDelivery | undefined> {
    const earlier = `SELECT 1 FROM delivery AS before JOIN notification AS other USING (sequence)
      WHERE before.channel = $channel AND before.state = 'waiting' AND before.sequence < delivery.sequence
      AND other.subject = notification.subject`;
    const sql = `${select} WHERE delivery.channel = $channel AND delivery.state = 'waiting' AND not_before <= $now
      AND NOT EXISTS (${earlier}) ORDER BY sequence LIMIT 1`;
    const [row] = await this.#database.select<DeliveryRow>(sql, { channel, now });
    return row && deliveryOf(row);
  }

  /** When the first of those may go out that may not do so yet; `null` when there is none. */
  async nextAt(channel: string, now: number): Promise<number | null> {
    const sql = `SELECT min(not_before) AS at FROM delivery
      WHERE channel = $channel AND state = 'waiting' AND not_before > $now`;
    const [row] = await this.#database.select<{ at: number | null }>(sql, { channel, now });
    return row?.at ?? null;
  }

  /** Says how a delivery ended. */
  end(
    channel: string,
    sequence: number,
    end: { readonly state: "sent" | "dead"; readonly reason: string | null; readonly at: number },
  ): Promise<void> {
    const sql = `UPDATE delivery SET state = $state, reason = $reason, ended_at = $at, attempts = attempts + 1
      WHERE channel = $channel AND sequence = $sequence`;
    return this.#database.run(sql, { channel, sequence, ...end });
  }

  /** Says that a try failed, after which there will be another. */
  noteFailure(channel: string, sequence: number, reason: string): Promise<void> {
    const sql = `UPDATE delivery SET reason = $reason, attempts = attempts + 1
      WHERE channel = $channel AND sequence = $sequence`;
    return this.#database.run(sql, { channel, sequence, reason });
  }

  /** Lets a dead one wait again. False when there is none. */
  async revive(channel: string, sequence: number, now: number): Promise<boolean> {
    const key = { channel, sequence };
    const dead = "FROM delivery WHERE channel = $channel AND sequence = $sequence AND state = 'dead'";
    const found = await this.#database.select<{ found: number }>(`SELECT 1 AS found ${dead}`, key);
    if (found.length === 0) return false;
    const sql = `UPDATE delivery SET state = 'waiting', not_before = $now, ended_at = NULL
      WHERE channel = $channel AND sequence = $sequence AND state = 'dead'`;
    await this.#database.run(sql, { ...key, now });
    return true;
  }

  /** Newest first, and how many there are in all. */
  async list({
    state,
    channel,
    subject,
    limit,
    offset,
  }: DeliveryFilter): Promise<{ readonly deliveries: readonly Delivery[]; readonly total: number }> {
    const binding = { state: state ?? null, channel: channel ?? null, subject: subject ?? null };
    const order = "ORDER BY sequence DESC, channel LIMIT $limit OFFSET $offset";
    const rows = await this.#database.select<DeliveryRow>(`${select} ${filter} ${order}`, {
      ...binding,
      limit,
      offset,
    });
    const count = `SELECT count(*) AS total FROM ${joined} ${filter}`;
    const [counted] = await this.#database.select<{ total: number }>(count, binding);
    return { deliveries: rows.map(deliveryOf), total: counted?.total ?? 0 };
  }

  /** How many wait, are gathered for a digest, and are dead, by channel. */
  async counts(): Promise<ReadonlyMap<string, DeliveryCounts>> {
    const sql = `SELECT channel, sum(state = 'waiting') AS waiting, sum(state = 'gathered') AS gathered,
      sum(state = 'dead') AS dead FROM delivery WHERE state IN ('waiting', 'gathered', 'dead') GROUP BY channel`;
    const rows = await this.#database.select<DeliveryCounts & { readonly channel: string }>(sql);
    return new Map(rows.map(({ channel, ...counts }) => [channel, counts]));
  }

  /** Channels that were there when the hub last ran, with the integration that each belongs to. */
  async channels(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.select<{ name: string; domain: string }>(
      "SELECT name, domain FROM notification_channel",
    );
    return new Map(rows.map(({ name, domain }) => [name, domain]));
  }

  addChannel(name: string, domain: string): Promise<void> {
    return this.#database.run("INSERT OR REPLACE INTO notification_channel (name, domain) VALUES ($name, $domain)", {
      name,
      domain,
    });
  }

  /** Forgets a channel; what waits on it is dead, for the reason given. */
  removeChannel(name: string, reason: string, now: number): Promise<void> {
    const dead = `UPDATE delivery SET state = 'dead', reason = $reason, ended_at = $now
      WHERE channel = $name AND state IN ('waiting', 'gathered')`;
    return this.#database.runAll([
      { sql: "DELETE FROM notification_channel WHERE name = $name", binding: { name } },
      { sql: dead, binding: { name, reason, now } },
    ]);
  }

  /** Deletes messages from before that moment that wait nowhere. */
  prune(before: number): Promise<void> {
    const old = `SELECT sequence FROM notification WHERE created_at < $before
      AND sequence NOT IN (SELECT sequence FROM delivery WHERE state IN ('waiting', 'gathered'))`;
    return this.#database.runAll([
      { sql: `DELETE FROM delivery WHERE sequence IN (${old})`, binding: { before } },
      {
        sql: `DELETE FROM notification WHERE created_at < $before AND sequence NOT IN (SELECT sequence FROM delivery)`,
        binding: { before },
      },
    ]);
  }
}

/** A row as the rest of the hub has it. */
export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    channel: row.channel,
    sequence: row.sequence,
    state: row.state,
    attempts: row.attempts,
    notBefore: row.not_before,
    reason: row.reason,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    notification: JSON.parse(row.body) as Notification,
  };
}
