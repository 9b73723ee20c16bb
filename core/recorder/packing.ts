import type { PackSeries } from "./codec/index.ts";
import { dayMilliseconds, hourMilliseconds, hourTier } from "./days.ts";
import { encodeCalmly } from "./encode-calmly.ts";
import type { PackOpener } from "./pack-opener.ts";
import { type PackPlace, type PackRow, type PackStore, packStatements } from "./pack-store.ts";
import { pause } from "./pause.ts";
import { type Reading, type Rollups, replaceRows, rollUp, rollUpCounter } from "./rollup.ts";
import { noRollups, toColumns } from "./rollup-pack.ts";
import { mergeSamples, noSamples, type Samples } from "./samples.ts";

/** What packing a day needs. */
export interface PackingRooms {
  readonly store: PackStore;
  readonly opener: PackOpener;
  readonly isCounter: (seriesId: number) => boolean;
  /** Whether the readings of a series on a day are still to be kept. */
  readonly isKept: (seriesId: number, day: number) => boolean;
}

/** What one series read on one day. */
interface SeriesDay {
  readonly seriesId: number;
  readonly samples: Samples;
}

/**
 * Merges all blocks of a finished day, and its chunk when blocks came late, into one chunk, and computes its rows of hours, in one
 * transaction. Leaves everything as it is when some of it is damaged.
 */
export async function packDay(rooms: PackingRooms, place: PackPlace): Promise<void> {
  const { store } = rooms;
  const rows = await readDay(rooms, place);
  if (!rows) return;
  const blockIds = rows.filter(({ row }) => row.kind === "block").map(({ row }) => row.id);
  const seriesIds = [...new Set(rows.flatMap(({ pack }) => pack.summaries.map(({ seriesId }) => seriesId)))];
  const days: SeriesDay[] = [];
  for (const seriesId of seriesIds) {
    if (!rooms.isKept(seriesId, place.day)) continue;
    const lists = rows.map(({ row, pack }) => toSamples(rooms.opener.read(row, pack, seriesId)));
    days.push({ seriesId, samples: mergeSamples(lists) });
    await pause();
  }
  if (rooms.opener.isDamaged(place)) return;
  const statements = [packStatements.removeBlocks(blockIds)];
  if (days.length > 0) {
    const series = days.map(({ seriesId, samples }) => ({ seriesId, at: samples.at, columns: [samples.values] }));
    statements.push(packStatements.putChunk(place, await encodeCalmly(series)));
    await pause();
    const period = Math.floor(place.day / hourTier.periodDays);
    const hours = await encodeCalmly(await hoursOf(rooms, place, days));
    statements.push(packStatements.putRollup(place.groupId, hourTier, period, hours));
  }
  await store.write(statements);
}

/** The packs of a day, whole ones alone; `undefined` when one is damaged. */
async function readDay({ store, opener }: PackingRooms, place: PackPlace) {
  const rows = await store.read({ groupIds: [place.groupId], days: [place.day] });
  const packs = rows
    .filter(({ kind }) => kind !== "rollup")
    .flatMap((row: PackRow) => {
      const pack = opener.open(place, row.data);
      return pack ? [{ row, pack }] : [];
    });
  return opener.isDamaged(place) ? undefined : packs;
}

/** The period's rows of hours with those of the day put in their place. */
async function hoursOf(rooms: PackingRooms, place: PackPlace, days: readonly SeriesDay[]): Promise<PackSeries[]> {
  const known = await knownHours(rooms, place);
  await addHours(rooms, place, days, known);
  return [...known].map(([seriesId, rows]) => toColumns(seriesId, rows));
}

/** The rows that the period has; when they are lost, they are computed anew from the chunks of its other days. */
async function knownHours(rooms: PackingRooms, place: PackPlace): Promise<Map<number, Rollups>> {
  const { store, opener } = rooms;
  const period = Math.floor(place.day / hourTier.periodDays);
  const [row] = await store.readRollups(hourTier, [place.groupId], [period]);
  const stored = row && opener.openRollups(row, row.data);
  if (stored) return stored;
  const known = new Map<number, Rollups>();
  const first = period * hourTier.periodDays;
  for (let day = first; day < first + hourTier.periodDays; day++) {
    const other = { groupId: place.groupId, day };
    const rows = day === place.day ? [] : ((await readDay(rooms, other)) ?? []);
    const chunks = rows.filter(({ row: { kind } }) => kind === "chunk");
    const days = chunks.flatMap(({ row: chunk, pack }) =>
      pack.summaries.map(({ seriesId }) => ({ seriesId, samples: toSamples(opener.read(chunk, pack, seriesId)) })),
    );
    await addHours(rooms, other, days, known);
  }
  return known;
}

async function addHours(
  rooms: PackingRooms,
  place: PackPlace,
  days: readonly SeriesDay[],
  known: Map<number, Rollups>,
): Promise<void> {
  const [from, to] = [place.day * dayMilliseconds, (place.day + 1) * dayMilliseconds];
  const before = await lastReadings(rooms, place, days);
  for (const { seriesId, samples } of days) {
    const fresh = rollUpDay(rooms, { seriesId, samples, before: before.get(seriesId) }, hourMilliseconds);
    known.set(seriesId, replaceRows(known.get(seriesId) ?? noRollups, fresh, from, to));
    await pause();
  }
}

/** Sums up one day of a series. */
export function rollUpDay(
  { isCounter }: Pick<PackingRooms, "isCounter">,
  day: { readonly seriesId: number; readonly samples: Samples; readonly before: Reading | undefined },
  width: number,
): Rollups {
  return isCounter(day.seriesId) ? rollUpCounter(day.samples, day.before, width) : rollUp(day.samples, width);
}

/** The last reading of each counter on the day before. */
export async function lastReadings(
  { store, opener, isCounter }: PackingRooms,
  { groupId, day }: PackPlace,
  series: readonly { readonly seriesId: number }[],
): Promise<ReadonlyMap<number, Reading>> {
  const counters = series.filter(({ seriesId }) => isCounter(seriesId));
  const readings = new Map<number, Reading>();
  if (counters.length === 0) return readings;
  const place = { groupId, day: day - 1 };
  for (const row of await store.read({ groupIds: [groupId], days: [place.day] })) {
    const pack = row.kind === "chunk" ? opener.open(place, row.data) : undefined;
    for (const { seriesId } of pack ? counters : []) {
      const { at, values } = pack ? toSamples(opener.read(place, pack, seriesId)) : noSamples;
      const last = at.length - 1;
      if (last >= 0) readings.set(seriesId, { at: at[last] as number, value: values[last] as number });
      await pause();
    }
  }
  return readings;
}

export function toSamples(series: PackSeries | undefined): Samples {
  const values = series?.columns[0];
  return series && values ? { at: series.at, values } : noSamples;
}
