import type { Database, Statement } from "../storage/database.ts";
import type { Bounds, Tier } from "./days.ts";

/** Where a pack of readings belongs: a group of series, and a day since the epoch. */
export interface PackPlace {
  readonly groupId: number;
  readonly day: number;
}

/** A stored pack: `chunk` has a whole day, `block` a part of one, `rollup` rows of the five-minute tier. */
export interface PackRow extends PackPlace {
  readonly kind: "chunk" | "block" | "rollup";
  readonly id: number;
  readonly data: Buffer;
}

/** A stored pack of one tier of rollups. */
export interface RollupRow {
  readonly groupId: number;
  readonly period: number;
  readonly data: Buffer;
}

/** Which packs are read: those of each of these groups on each of these days. */
export interface PackSelection {
  readonly groupIds: readonly number[];
  readonly days: readonly number[];
}

const where = (column: string) => `group_id IN (SELECT value FROM json_each($groups))
    AND ${column} IN (SELECT value FROM json_each($days))`;

/** For each day its chunk comes first, then its blocks, the oldest first. */
const selectPacks = `SELECT 'chunk' AS kind, id, group_id AS groupId, day, data FROM sample_chunk WHERE ${where("day")}
  UNION ALL SELECT 'block', id, group_id, day, data FROM sample_block WHERE ${where("day")}
  UNION ALL SELECT 'rollup', id, group_id, period, data FROM sample_rollup WHERE tier = 300 AND ${where("period")}`;

const selectRollups = `SELECT group_id AS groupId, period, data FROM sample_rollup
  WHERE tier = $tier AND ${where("period")} ORDER BY group_id, period`;

/** Packs in the database. What is written is given as statements, so that several steps are one transaction. */
export class PackStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Everything that is stored of these days. */
  read({ groupIds, days }: PackSelection): Promise<PackRow[]> {
    const binding = { groups: JSON.stringify(groupIds), days: JSON.stringify(days) };
    return this.#database.select<PackRow>(selectPacks, binding);
  }

  /** Rollups of these periods. */
  readRollups({ seconds: tier }: Tier, groupIds: readonly number[], periods: readonly number[]): Promise<RollupRow[]> {
    const binding = { groups: JSON.stringify(groupIds), days: JSON.stringify(periods), tier };
    return this.#database.select<RollupRow>(selectRollups, binding);
  }

  /** On which days, from the first to the last, these groups have anything that is read as readings; ascending. */
  async daysOf(groupIds: readonly number[], bounds: Bounds): Promise<number[]> {
    const of = (column: string) =>
      `group_id IN (SELECT value FROM json_each($groups)) AND ${column} BETWEEN $first AND $last`;
    const sql = `SELECT day FROM sample_chunk WHERE ${of("day")} UNION SELECT day FROM sample_block WHERE ${of("day")}
      UNION SELECT period FROM sample_rollup WHERE tier = 300 AND ${of("period")} ORDER BY 1`;
    const rows = await this.#database.select<{ day: number }>(sql, { groups: JSON.stringify(groupIds), ...bounds });
    return rows.map(({ day }) => day);
  }

  /** Which periods, from the first to the last, these groups have rollups of; ascending. */
  async periodsOf({ seconds: tier }: Tier, groupIds: readonly number[], bounds: Bounds): Promise<number[]> {
    const sql = `SELECT DISTINCT period FROM sample_rollup WHERE group_id IN (SELECT value FROM json_each($groups))
      AND tier = $tier AND period BETWEEN $first AND $last ORDER BY period`;
    const binding = { groups: JSON.stringify(groupIds), tier, ...bounds };
    return (await this.#database.select<{ period: number }>(sql, binding)).map(({ period }) => period);
  }

  /** On which days these groups have blocks: not yet packed, or late. */
  async daysWithBlocks(groupIds: readonly number[], bounds: Bounds): Promise<PackPlace[]> {
    const sql = `SELECT DISTINCT group_id AS groupId, day FROM sample_block
      WHERE group_id IN (SELECT value FROM json_each($groups)) AND day BETWEEN $first AND $last`;
    return this.#database.select<PackPlace>(sql, { groups: JSON.stringify(groupIds), ...bounds });
  }

  /** Finished days that lie in blocks, the oldest first. */
  unpackedDays(before: number, limit: number): Promise<PackPlace[]> {
    const sql = `SELECT DISTINCT group_id AS groupId, day FROM sample_block
      WHERE day < $before ORDER BY day, group_id LIMIT $limit`;
    return this.#database.select<PackPlace>(sql, { before, limit });
  }

  /** Chunks from before the given day of their group, at most `limit`. `from` leaves out what is older than that. */
  chunksBefore(days: readonly GroupDays[], limit: number): Promise<PackPlace[]> {
    const sql = `SELECT chunk.group_id AS groupId, chunk.day FROM json_each($days) AS bound
      CROSS JOIN sample_chunk AS chunk ON chunk.group_id = json_extract(bound.value, '$[0]')
        AND chunk.day >= json_extract(bound.value, '$[1]') AND chunk.day < json_extract(bound.value, '$[2]')
      LIMIT $limit`;
    const rows = days.map(({ groupId, from, before }) => [groupId, from, before]);
    return this.#database.select<PackPlace>(sql, { days: JSON.stringify(rows), limit });
  }

  /** The oldest row of the journal; `null` when it is empty. */
  async firstJournalRow(): Promise<number | null> {
    const [row] = await this.#database.select<{ first: number | null }>("SELECT min(id) AS first FROM sample_journal");
    return row?.first ?? null;
  }

  /** Up to which day the readings of some series are gone from the chunks of their group. */
  async prunedDays(): Promise<Map<number, number>> {
    const sql = "SELECT series_id AS seriesId, day FROM sample_pruned";
    const rows = await this.#database.select<{ seriesId: number; day: number }>(sql);
    return new Map(rows.map(({ seriesId, day }) => [seriesId, day]));
  }

  /** Whether anything is stored of these groups. */
  async hasPacks(groupIds: readonly number[]): Promise<boolean> {
    const isOfGroup = "WHERE group_id IN (SELECT value FROM json_each($groups))";
    const sql = `SELECT EXISTS (SELECT 1 FROM sample_block ${isOfGroup}) OR EXISTS (SELECT 1 FROM sample_chunk ${isOfGroup})
      OR EXISTS (SELECT 1 FROM sample_rollup ${isOfGroup}) AS found`;
    const [row] = await this.#database.select<{ found: number }>(sql, { groups: JSON.stringify(groupIds) });
    return row?.found === 1;
  }

  /** Writes all of it, or nothing. */
  write(statements: readonly Statement[]): Promise<void> {
    return this.#database.runAll(statements);
  }
}

/** Days of one group, from `from` to before `before`. */
export interface GroupDays {
  readonly groupId: number;
  readonly from: number;
  readonly before: number;
}

/** Statements that change packs. */
export const packStatements = {
  addBlock: ({ groupId, day }: PackPlace, data: Buffer): Statement => ({
    sql: "INSERT INTO sample_block (group_id, day, data) VALUES ($groupId, $day, $data)",
    binding: { groupId, day, data },
  }),
  removeBlocks: (ids: readonly number[]): Statement => ({
    sql: "DELETE FROM sample_block WHERE id IN (SELECT value FROM json_each($ids))",
    binding: { ids: JSON.stringify(ids) },
  }),
  putChunk: ({ groupId, day }: PackPlace, data: Buffer): Statement => ({
    sql: `INSERT INTO sample_chunk (group_id, day, data) VALUES ($groupId, $day, $data)
      ON CONFLICT (group_id, day) DO UPDATE SET data = excluded.data`,
    binding: { groupId, day, data },
  }),
  removeChunk: ({ groupId, day }: PackPlace): Statement => ({
    sql: "DELETE FROM sample_chunk WHERE group_id = $groupId AND day = $day",
    binding: { groupId, day },
  }),
  putRollup: (groupId: number, { seconds: tier }: Tier, period: number, data: Buffer): Statement => ({
    sql: `INSERT INTO sample_rollup (group_id, tier, period, data) VALUES ($groupId, $tier, $period, $data)
      ON CONFLICT (group_id, tier, period) DO UPDATE SET data = excluded.data`,
    binding: { groupId, tier, period, data },
  }),
  setPruned: (seriesIds: readonly number[], day: number): Statement => ({
    sql: `INSERT OR REPLACE INTO sample_pruned (series_id, day)
      SELECT value, $day FROM json_each($seriesIds)`,
    binding: { seriesIds: JSON.stringify(seriesIds), day },
  }),
  /** A step of at most 200 packs. */
  removeOldRollups: (groupIds: readonly number[], { seconds: tier }: Tier, before: number): Statement => ({
    sql: `DELETE FROM sample_rollup WHERE id IN (
        SELECT rollup.id FROM json_each($groups) AS of_group
        CROSS JOIN sample_rollup AS rollup ON rollup.group_id = of_group.value AND rollup.tier = $tier AND rollup.period < $before
        LIMIT 200)`,
    binding: { groups: JSON.stringify(groupIds), tier, before },
  }),
  /** A step of at most 1,000 changes; the last one of a series before the moment stays, since it says what is from then on. */
  removeOldChanges: (seriesIds: readonly number[], before: number): Statement => ({
    sql: `DELETE FROM state_change WHERE (series_id, at) IN (
        SELECT old.series_id, old.at FROM json_each($series) AS of_series
        CROSS JOIN state_change AS old ON old.series_id = of_series.value AND old.at < (
          SELECT max(at) FROM state_change AS last WHERE last.series_id = of_series.value AND last.at < $before)
        LIMIT 1000)`,
    binding: { series: JSON.stringify(seriesIds), before },
  }),
  /** A step of at most 100 packs of each kind. */
  removeGroups: (groupIds: readonly number[]): Statement[] =>
    ["sample_block", "sample_chunk", "sample_rollup"].map((table) => ({
      sql: `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table}
        WHERE group_id IN (SELECT value FROM json_each($groups)) LIMIT 100)`,
      binding: { groups: JSON.stringify(groupIds) },
    })),
  removeChanges: (seriesIds: readonly number[]): Statement => ({
    sql: "DELETE FROM state_change WHERE series_id IN (SELECT value FROM json_each($series))",
    binding: { series: JSON.stringify(seriesIds) },
  }),
} as const;
