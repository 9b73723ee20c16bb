import type { Statement } from "../storage/database.ts";
import type { Pack, PackSeries } from "./codec/index.ts";
import { dayOf, fiveMinuteTier, hourTier } from "./days.ts";
import { encodeCalmly } from "./encode-calmly.ts";
import { type GroupDays, type PackPlace, type PackRow, packStatements } from "./pack-store.ts";
import { lastReadings, type PackingRooms, rollUpDay, toSamples } from "./packing.ts";
import { pause } from "./pause.ts";
import { toColumns } from "./rollup-pack.ts";

/** A series, and how many days its readings are kept. */
export interface KeptSeries {
  readonly seriesId: number;
  readonly groupId: number;
  readonly keepDays: number;
}

/** What pruning needs. */
export interface PruningRooms extends PackingRooms {
  readonly signal: AbortSignal;
}

/** How many packs are looked up at once; each is a transaction of its own. */
const packsAtOnce = 50;
/** Series whose changes are looked through in one step. */
const seriesAtOnce = 500;

/**
 * Replaces readings that are too old by rows of five minutes, a pack at a time. A group's chunk goes when the last of its series does;
 * series with a shorter time leave it before.
 */
export async function pruneReadings(rooms: PruningRooms, series: readonly KeptSeries[], now: number): Promise<void> {
  const today = dayOf(now);
  const groups = [...Map.groupBy(series, ({ groupId }) => groupId)].map(([groupId, own]) => {
    return { groupId, own, longest: Math.max(...own.map(({ keepDays }) => keepDays)) };
  });
  await retireChunks(
    rooms,
    groups.map(({ groupId, longest }) => ({ groupId, from: 0, before: today - longest })),
  );
  const pruned = await rooms.store.prunedDays();
  for (const { groupId, own, longest } of groups) {
    for (const [keepDays, some] of Map.groupBy(own, (one) => one.keepDays)) {
      if (keepDays === longest) continue;
      const seriesIds = some.map(({ seriesId }) => seriesId);
      const from = Math.min(...seriesIds.map((seriesId) => (pruned.get(seriesId) ?? -1) + 1));
      await retireSeries(rooms, { groupId, from, before: today - keepDays }, seriesIds);
    }
  }
}

/** Deletes rollups from before a moment, a step at a time. */
export async function pruneRollups(rooms: PruningRooms, series: readonly KeptSeries[], before: number): Promise<void> {
  const groupIds = [...new Set(series.map(({ groupId }) => groupId))];
  for (const tier of [fiveMinuteTier, hourTier]) {
    const period = Math.floor(dayOf(before) / tier.periodDays);
    await rooms.store.write([packStatements.removeOldRollups(groupIds, tier, period)]);
    await pause();
  }
}

/** Deletes changes from before a moment, a step at a time. */
export async function pruneChanges(
  rooms: PruningRooms,
  series: readonly { readonly seriesId: number }[],
  before: number,
): Promise<void> {
  for (let index = 0; index < series.length; index += seriesAtOnce) {
    const seriesIds = series.slice(index, index + seriesAtOnce).map(({ seriesId }) => seriesId);
    await rooms.store.write([packStatements.removeOldChanges(seriesIds, before)]);
    await pause();
  }
}

/** Takes whole chunks out, until none is left or the hub stops. */
async function retireChunks(rooms: PruningRooms, days: readonly GroupDays[]): Promise<void> {
  for (;;) {
    const places = await rooms.store.chunksBefore(days, packsAtOnce);
    if (places.length === 0) return;
    for (const place of places) {
      if (rooms.signal.aborted) return;
      await retire(rooms, place, () => true);
    }
  }
}

/** Takes some series of one group out of its chunks, from where it stopped the last time. */
async function retireSeries(rooms: PruningRooms, days: GroupDays, seriesIds: readonly number[]): Promise<void> {
  if (days.from >= days.before) return;
  const leaving = new Set(seriesIds);
  for (const place of await rooms.store.chunksBefore([days], Number.MAX_SAFE_INTEGER)) {
    if (rooms.signal.aborted) return;
    await retire(rooms, place, (seriesId) => leaving.has(seriesId));
  }
  await rooms.store.write([packStatements.setPruned(seriesIds, days.before - 1)]);
}

/** Takes series out of a chunk and puts their rows of five minutes in place of it, in one transaction. */
async function retire(rooms: PruningRooms, place: PackPlace, isLeaving: (seriesId: number) => boolean): Promise<void> {
  const rows = await rooms.store.read({ groupIds: [place.groupId], days: [place.day] });
  const chunk = rows.find(({ kind }) => kind === "chunk");
  const pack = chunk && rooms.opener.open(place, chunk.data);
  const summaries = pack?.summaries ?? [];
  const leaving = summaries.filter(({ seriesId }) => isLeaving(seriesId));
  if (pack && leaving.length === 0) return;
  const statements: Statement[] = [];
  if (pack) statements.push(...(await rollUpLeaving(rooms, place, { pack, leaving, rows })));
  if (leaving.length === summaries.length) statements.push(packStatements.removeChunk(place));
  else {
    const staying = summaries.filter(({ seriesId }) => !isLeaving(seriesId));
    const series = staying.flatMap(({ seriesId }) => (pack && rooms.opener.read(place, pack, seriesId)) ?? []);
    statements.push(packStatements.putChunk(place, await encodeCalmly(series)));
  }
  await rooms.store.write(statements);
  await pause();
}

interface Leaving {
  readonly pack: Pack;
  readonly leaving: readonly { readonly seriesId: number }[];
  readonly rows: readonly PackRow[];
}

/** The rows of five minutes of the series that leave, with those of series that left before. */
async function rollUpLeaving(
  rooms: PruningRooms,
  place: PackPlace,
  { pack, leaving, rows }: Leaving,
): Promise<Statement[]> {
  const before = await lastReadings(rooms, place, leaving);
  const gone = new Map<number, PackSeries>();
  const stored = rows.find(({ kind }) => kind === "rollup");
  const known = stored && rooms.opener.open(place, stored.data);
  for (const { seriesId } of known?.summaries ?? []) {
    const series = known && rooms.opener.read(place, known, seriesId);
    if (series) gone.set(seriesId, series);
  }
  for (const { seriesId } of leaving) {
    const samples = toSamples(rooms.opener.read(place, pack, seriesId));
    const fresh = rollUpDay(rooms, { seriesId, samples, before: before.get(seriesId) }, fiveMinuteTier.seconds * 1000);
    gone.set(seriesId, toColumns(seriesId, fresh));
    await pause();
  }
  const data = await encodeCalmly([...gone.values()]);
  return [packStatements.putRollup(place.groupId, fiveMinuteTier, place.day, data)];
}
