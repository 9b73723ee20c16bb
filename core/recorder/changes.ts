import type { EntityValue } from "../sdk/index.ts";
import type { Database, Statement } from "../storage/database.ts";

/** What an entity that is no number became, and when. */
export interface Change {
  readonly seriesId: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: EntityValue;
  /** False from when its source was lost. */
  readonly available: boolean;
}

interface ChangeRow {
  readonly series_id: number;
  readonly at: number;
  readonly value: string;
  readonly available: number;
  readonly is_cut: number;
}

const insertChanges = `INSERT OR IGNORE INTO state_change (series_id, at, value, available)
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')
  FROM json_each($changes)`;

/**
 * Of each series what was there when the range began, and every change within. Bounded from both ends before anything is read: a link
 * that flaps for years costs no more than its limit.
 */
const selectChanges = `WITH span AS MATERIALIZED (
    SELECT one.value AS series_id, coalesce(
      (SELECT max(at) FROM state_change WHERE series_id = one.value AND at <= $from), $from) AS since
    FROM json_each($series) AS one),
  part AS MATERIALIZED (
    SELECT series_id, since, (SELECT at FROM state_change AS later
      WHERE later.series_id = span.series_id AND at >= since AND at < $to ORDER BY at LIMIT 1 OFFSET $limit) AS cut_at
    FROM span)
  SELECT change.series_id, at, change.value, available, cut_at IS NOT NULL AS is_cut
    FROM part CROSS JOIN state_change AS change ON change.series_id = part.series_id
    WHERE at >= since AND at < coalesce(cut_at, $to) ORDER BY change.series_id, at`;

/** The statement that writes changes. Of two at one moment the first stays. */
export function changesStatement(changes: readonly Change[]): Statement {
  const rows = changes.map(({ seriesId, at, value, available }) => [
    seriesId,
    at,
    JSON.stringify(value),
    available ? 1 : 0,
  ]);
  return { sql: insertChanges, binding: { changes: JSON.stringify(rows) } };
}

/** Which changes are read: from `from` to before `to` (Unix milliseconds), at most `limit` of each series. */
export interface ChangesQuery {
  readonly seriesIds: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** The changes of one series, oldest first. */
export interface SeriesChanges {
  readonly changes: readonly Change[];
  /** False when there are more than were asked for; these are later ones. */
  readonly isComplete: boolean;
}

/**
 * The changes of some series; those that have none are left out. The first one says what was there before, when that is known. What
 * came late may repeat what was known: repetitions are left out.
 */
export async function readChanges(
  database: Database,
  { seriesIds, from, to, limit }: ChangesQuery,
): Promise<ReadonlyMap<number, SeriesChanges>> {
  const binding = { series: JSON.stringify(seriesIds), from, to, limit };
  const rows = await database.select<ChangeRow>(selectChanges, binding);
  const bySeries = Map.groupBy(rows, (row) => row.series_id);
  const isNew = (row: ChangeRow, index: number, all: readonly ChangeRow[]) => {
    const before = all[index - 1];
    return row.value !== before?.value || row.available !== before.available;
  };
  const found = [...bySeries].map(([seriesId, own]): [number, SeriesChanges] => {
    return [seriesId, { changes: own.filter(isNew).map(toChange), isComplete: own[0]?.is_cut === 0 }];
  });
  return new Map(found);
}

function toChange({ series_id: seriesId, at, value, available }: ChangeRow): Change {
  return { seriesId, at, value: JSON.parse(value) as EntityValue, available: available === 1 };
}
