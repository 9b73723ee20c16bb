import { type Bounds, boundsOf, dayMilliseconds, dayOf, eachOf, hourMilliseconds, hourTier } from "./days.ts";
import { bucketsOf, Grid, type HistoryPoint } from "./grid.ts";
import type { PackOpener } from "./pack-opener.ts";
import type { PackStore } from "./pack-store.ts";
import type { Reading } from "./rollup.ts";
import { toRollups } from "./rollup-pack.ts";
import { batches, daysIn, type SampleReader, type SeriesKey } from "./sample-reader.ts";
import { type Samples, sliceSamples } from "./samples.ts";

export type { HistoryPoint } from "./grid.ts";
export type { SeriesKey } from "./sample-reader.ts";

/** What to read: series and a range of time in Unix milliseconds, cut into at most so many buckets. */
export interface HistoryQuery {
  readonly series: readonly SeriesKey[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** The answer: one list of points per series, all on the same grid. */
export interface History {
  readonly from: number;
  readonly bucketMilliseconds: number;
  readonly series: ReadonlyMap<number, readonly HistoryPoint[]>;
}

/** Whether an entity has a history of numbers. */
export function isRecordedAsNumbers({ record }: Pick<SeriesKey, "record">): boolean {
  return record === "samples" || record === "counter";
}

/** Readings of one series, as they were recorded. */
export interface SeriesSamples {
  readonly seriesId: number;
  readonly samples: Samples;
}

/** Reads what was recorded, from the cheapest source that is exact enough. */
export class HistoryReader {
  readonly #store: PackStore;
  readonly #reader: SampleReader;
  readonly #opener: PackOpener;

  constructor(store: PackStore, reader: SampleReader, opener: PackOpener) {
    this.#store = store;
    this.#reader = reader;
    this.#opener = opener;
  }

  /** Reads several series at once, downsampled; counters as rates, units a second. Buckets without readings are null. */
  async read({ series, from, to, points }: HistoryQuery): Promise<History> {
    const buckets = bucketsOf(from, to, points);
    const grids = new Map(series.map(({ seriesId, record }) => [seriesId, new Grid(buckets, record)]));
    const isWhole = buckets.width % hourMilliseconds === 0;
    // An hour's row cannot be cut, so the last bucket is whole then.
    const end = isWhole ? buckets.from + buckets.count * buckets.width : to;
    const range = { from: buckets.from, to: end };
    if (isWhole) await this.#readHours(series, range, grids);
    else await this.#readSamples(series, range, grids);
    const answer = new Map([...grids].map(([seriesId, grid]) => [seriesId, grid.points()]));
    return { from: buckets.from, bucketMilliseconds: buckets.width, series: answer };
  }

  /** Readings as they were recorded, from `from` to before `to`: each series in pieces, one after the other in time. */
  async *samples(series: readonly SeriesKey[], from: number, to: number): AsyncGenerator<SeriesSamples> {
    for await (const slice of this.#reader.read(series, boundsOf(from, to))) {
      const samples = sliceSamples(slice.samples, from, to);
      if (samples.at.length > 0) yield { seriesId: slice.series.seriesId, samples };
    }
  }

  async #readSamples(
    series: readonly SeriesKey[],
    { from, to }: Range,
    grids: ReadonlyMap<number, Grid>,
  ): Promise<void> {
    const newest = new Map<number, Reading>();
    const hasCounters = series.some(({ record }) => record === "counter");
    const { first, last } = boundsOf(from, to);
    const isBefore = (at: number) => at < from || at >= to;
    // The growth up to the first reading needs the one before it, from the day before if need be.
    const bounds = { first: hasCounters ? first - 1 : first, last };
    for await (const { series: key, samples, rollups } of this.#reader.read(series, bounds)) {
      const grid = grids.get(key.seriesId);
      for (const rows of rollups) grid?.addRollups(rows, isBefore);
      const within = sliceSamples(samples, from, to);
      if (key.record !== "counter") grid?.addSamples(within);
      else {
        grid?.addCounter(within, lastBefore(samples, from) ?? newest.get(key.seriesId));
        const reading = lastBefore(samples, to);
        if (reading) newest.set(key.seriesId, reading);
      }
    }
  }

  /** From the rows of hours; days that have readings which no row knows yet from these. */
  async #readHours(series: readonly SeriesKey[], range: Range, grids: ReadonlyMap<number, Grid>): Promise<void> {
    const fresh = this.#reader.fresh(series);
    const days = boundsOf(range.from, range.to);
    const periods = { first: periodOf(days.first), last: periodOf(days.last) };
    for (const [groupIds, some] of batches(series)) {
      const freshDays = await this.#freshDays(groupIds, some, days, fresh);
      for (const period of await this.#store.periodsOf(hourTier, groupIds, periods)) {
        await this.#addHours(some, { groupIds, period, freshDays }, range, grids);
      }
      for (const [groupId, own] of freshDays) {
        const members = some.filter((key) => key.groupId === groupId);
        for (const day of [...own].toSorted((one, other) => one - other)) {
          const from = Math.max(range.from, day * dayMilliseconds);
          const to = Math.min(range.to, (day + 1) * dayMilliseconds);
          if (from >= to) continue;
          await this.#readSamples(members, { from, to }, grids);
        }
      }
    }
  }

  async #addHours(
    series: readonly SeriesKey[],
    { groupIds, period, freshDays }: PeriodOfGroups,
    { from, to }: Range,
    grids: ReadonlyMap<number, Grid>,
  ): Promise<void> {
    const rows = await this.#store.readRollups(hourTier, groupIds, [period]);
    for (const { groupId, data } of rows) {
      const place = { groupId, day: period * hourTier.periodDays };
      const pack = this.#opener.open(place, data);
      const fresh = freshDays.get(groupId);
      if (!pack) {
        // Its days are read as if no row knew them.
        const days = eachOf({ first: place.day, last: place.day + hourTier.periodDays - 1 });
        freshDays.set(groupId, new Set([...(fresh ?? []), ...days]));
        continue;
      }
      const isLeftOut = (at: number) => at < from || at >= to || fresh?.has(dayOf(at)) === true;
      for (const key of series) {
        if (key.groupId !== groupId) continue;
        const rollups = toRollups(this.#opener.read(place, pack, key.seriesId));
        grids.get(key.seriesId)?.addRollups(rollups, isLeftOut);
        await this.#reader.breathe(rollups.at.length * 4);
      }
    }
  }

  async #freshDays(
    groupIds: readonly number[],
    series: readonly SeriesKey[],
    days: Bounds,
    fresh: ReadonlyMap<number, Samples>,
  ): Promise<Map<number, Set<number>>> {
    const found = new Map<number, Set<number>>();
    const add = (groupId: number, day: number) => found.set(groupId, (found.get(groupId) ?? new Set()).add(day));
    for (const { seriesId, groupId } of series) {
      const samples = fresh.get(seriesId);
      for (const day of samples ? daysIn(samples.at, days) : []) add(groupId, day);
    }
    for (const { groupId, day } of await this.#store.daysWithBlocks(groupIds, days)) add(groupId, day);
    return found;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

interface PeriodOfGroups {
  readonly groupIds: readonly number[];
  readonly period: number;
  /** Per group, the days whose readings are read instead. */
  readonly freshDays: Map<number, Set<number>>;
}

function periodOf(day: number): number {
  return Math.floor(day / hourTier.periodDays);
}

function lastBefore({ at, values }: Samples, moment: number): Reading | undefined {
  const { at: earlier } = sliceSamples({ at, values }, Number.NEGATIVE_INFINITY, moment);
  const index = earlier.length - 1;
  return index < 0 ? undefined : { at: earlier[index] as number, value: values[index] as number };
}
