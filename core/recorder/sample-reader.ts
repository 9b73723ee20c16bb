import type { RecordKind } from "../sdk/index.ts";
import type { Pack } from "./codec/index.ts";
import { type Bounds, dayMilliseconds, dayOf, eachOf } from "./days.ts";
import type { PackOpener } from "./pack-opener.ts";
import type { PackRow, PackStore } from "./pack-store.ts";
import { pause } from "./pause.ts";
import type { Recorder } from "./recorder.ts";
import type { Rollups } from "./rollup.ts";
import { toRollups } from "./rollup-pack.ts";
import { firstAtOrAfter, mergeSamples, type Samples, sliceSamples } from "./samples.ts";

/** A series as it is read. */
export interface SeriesKey {
  readonly seriesId: number;
  readonly groupId: number;
  readonly record: RecordKind;
}

/** What there is of one series within a slice of time. */
export interface SeriesSlice {
  readonly series: SeriesKey;
  readonly samples: Samples;
  /** Of days whose readings are no longer kept: rows of five minutes. */
  readonly rollups: readonly Rollups[];
}

/** Most packs that are in memory at once. */
const packsAtOnce = 64;
/** Of more days than this it is first looked up which there are. */
const fewDays = 40;
/** Decoded readings after which everything else has its turn. */
const breathSamples = 100_000;

/** Puts together what memory, blocks, chunks and rollups have of a series. */
export class SampleReader {
  readonly #recorder: Recorder;
  readonly #store: PackStore;
  readonly #opener: PackOpener;
  #decoded = 0;

  constructor(recorder: Recorder, store: PackStore, opener: PackOpener) {
    this.#recorder = recorder;
    this.#store = store;
    this.#opener = opener;
  }

  /**
   * The readings of several series on days (numbers since the epoch), in slices: of each series one after the other in time.
   */
  async *read(series: readonly SeriesKey[], bounds: Bounds): AsyncGenerator<SeriesSlice> {
    const fresh = this.fresh(series);
    for (const [groupIds, some] of batches(series)) {
      const days = await this.#daysOf(groupIds, bounds, fresh);
      const daysAtOnce = Math.max(1, Math.floor(packsAtOnce / groupIds.length));
      for (let index = 0; index < days.length; index += daysAtOnce) {
        const slice = days.slice(index, index + daysAtOnce);
        const rows = await this.#store.read({ groupIds, days: slice });
        yield* this.#slices(some, slice, rows, fresh);
      }
    }
  }

  /** The days to be read: all of a short time, of a long one those that there is something of. */
  async #daysOf(
    groupIds: readonly number[],
    bounds: Bounds,
    fresh: ReadonlyMap<number, Samples>,
  ): Promise<readonly number[]> {
    if (bounds.last - bounds.first < fewDays) return eachOf(bounds);
    const days = new Set(await this.#store.daysOf(groupIds, bounds));
    for (const { at } of fresh.values()) for (const day of daysIn(at, bounds)) days.add(day);
    return [...days].toSorted((one, other) => one - other);
  }

  /** What memory has of each series. Taken before the disk is read: readings go there, not back. */
  fresh(series: readonly SeriesKey[]): ReadonlyMap<number, Samples> {
    const tails = this.#recorder.tails;
    const found = new Map<number, Samples>();
    for (const { seriesId } of series) {
      const lists = tails.flatMap((tail) => tail.samplesOf(seriesId) ?? []);
      if (lists.length > 0) found.set(seriesId, mergeSamples(lists));
    }
    return found;
  }

  /** Counts what was decoded, and pauses now and then. */
  async breathe(decoded: number): Promise<void> {
    this.#decoded += decoded;
    if (this.#decoded < breathSamples) return;
    this.#decoded = 0;
    await pause();
  }

  async *#slices(
    series: readonly SeriesKey[],
    days: readonly number[],
    rows: readonly PackRow[],
    fresh: ReadonlyMap<number, Samples>,
  ): AsyncGenerator<SeriesSlice> {
    const packs = this.#open(rows);
    for (const key of series) {
      const own = packs.get(key.groupId) ?? [];
      const lists: Samples[] = [];
      const rollups: Rollups[] = [];
      for (const { row, pack } of own) {
        const read = this.#opener.read(row, pack, key.seriesId);
        if (row.kind === "rollup") rollups.push(toRollups(read));
        else if (read?.columns[0]) lists.push({ at: read.at, values: read.columns[0] });
      }
      const inMemory = fresh.get(key.seriesId);
      if (inMemory) lists.push(...withinDays(inMemory, days));
      const samples = mergeSamples(lists);
      if (samples.at.length > 0 || rollups.length > 0) yield { series: key, samples, rollups };
      await this.breathe(samples.at.length);
    }
  }

  #open(rows: readonly PackRow[]): Map<number, { readonly row: PackRow; readonly pack: Pack }[]> {
    const packs = new Map<number, { readonly row: PackRow; readonly pack: Pack }[]>();
    for (const row of rows) {
      const pack = this.#opener.open(row, row.data);
      if (!pack) continue;
      const own = packs.get(row.groupId);
      if (own) own.push({ row, pack });
      else packs.set(row.groupId, [{ row, pack }]);
    }
    return packs;
  }
}

/** Series by their groups, not too many groups at once. */
export function batches(series: readonly SeriesKey[]): [groupIds: number[], series: SeriesKey[]][] {
  const byGroup = new Map<number, SeriesKey[]>();
  for (const key of series) {
    const own = byGroup.get(key.groupId);
    if (own) own.push(key);
    else byGroup.set(key.groupId, [key]);
  }
  const groups = [...byGroup];
  const result: [number[], SeriesKey[]][] = [];
  for (let index = 0; index < groups.length; index += packsAtOnce) {
    const some = groups.slice(index, index + packsAtOnce);
    result.push([some.map(([groupId]) => groupId), some.flatMap(([, own]) => own)]);
  }
  return result;
}

/** The days on which ascending moments lie. */
export function daysIn(at: Float64Array, { first, last }: Bounds): Set<number> {
  const days = new Set<number>();
  for (let index = 0; index < at.length; ) {
    const day = dayOf(at[index] as number);
    if (day >= first && day <= last) days.add(day);
    index = firstAtOrAfter(at, (day + 1) * dayMilliseconds);
  }
  return days;
}

/** Days that lie next to each other are one piece. */
function withinDays(samples: Samples, days: readonly number[]): Samples[] {
  const pieces: Samples[] = [];
  for (let index = 0; index < days.length; ) {
    let end = index + 1;
    while (end < days.length && days[end] === (days[end - 1] as number) + 1) end++;
    const [first, last] = [days[index] as number, days[end - 1] as number];
    const piece = sliceSamples(samples, first * dayMilliseconds, (last + 1) * dayMilliseconds);
    if (piece.at.length > 0) pieces.push(piece);
    index = end;
  }
  return pieces;
}
