import { crc32 } from "node:zlib";
import { ByteWriter } from "./byte-writer.ts";
import { type Effort, encodeColumns } from "./column.ts";
import {
  mostColumns,
  mostSamples,
  type SeriesEntry,
  type StreamEntry,
  type TimesEntry,
  writeDirectory,
} from "./directory.ts";
import type { PackSeries } from "./pack.ts";
import { summaryOfColumn } from "./summary.ts";
import { encodeTimes } from "./times.ts";

/** How a pack is made. */
export interface PackOptions {
  readonly effort: Effort;
}

/** Writes series, each id once and in any order, into one pack. Throws what `PackWriter` throws. */
export function encodePack(series: readonly PackSeries[], options: PackOptions): Buffer {
  const writer = new PackWriter(options);
  for (const one of series.toSorted(byId)) writer.add(one);
  return writer.finish();
}

/** The order in which a pack takes its series. */
export function byId(one: PackSeries, other: PackSeries): number {
  return one.seriesId - other.seriesId;
}

/** Writes a pack series by series, for who has to do something else in between. */
export class PackWriter {
  readonly #effort: Effort;
  readonly #lists = new ListsOfTimes();
  readonly #streams = new ByteWriter();
  readonly #entries: SeriesEntry[] = [];

  constructor({ effort }: PackOptions) {
    this.#effort = effort;
  }

  /**
   * Adds the series of the next larger id. Throws RangeError for what could not be read again: an id out of order, columns that are not
   * as long as the times, times that do not rise, more than 1,000,000 samples or 16 columns.
   */
  add(series: PackSeries): void {
    checkThatItFits(series, this.#entries.at(-1)?.seriesId ?? -1);
    const { seriesId, at, columns } = series;
    const times = this.#lists.indexOf(at);
    const stream = append(this.#streams, encodeColumns(columns, this.#effort));
    this.#entries.push({ seriesId, times, columns: columns.length, ...summaryOfColumn(columns[0]), ...stream });
  }

  finish(): Buffer {
    const { entries: times, streams } = this.#lists;
    const writer = new ByteWriter(streams.length + this.#streams.length + 32 * this.#entries.length + 64);
    writeDirectory(writer, { times, series: this.#entries });
    writer.bytes(streams.finish());
    writer.bytes(this.#streams.finish());
    return writer.finish();
  }
}

/** Writes each list of times when it is first seen. */
class ListsOfTimes {
  readonly entries: TimesEntry[] = [];
  readonly streams = new ByteWriter();
  readonly #lists: Float64Array[] = [];

  indexOf(at: Float64Array): number {
    const known = this.#lists.findIndex((list) => isSame(list, at));
    if (known >= 0) return known;
    const [firstAt = 0] = at;
    this.entries.push({ count: at.length, firstAt, lastAt: at.at(-1) ?? 0, ...append(this.streams, encodeTimes(at)) });
    return this.#lists.push(at) - 1;
  }
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  return one === other || (one.length === other.length && one.every((moment, index) => moment === other[index]));
}

function append(streams: ByteWriter, bytes: Uint8Array): StreamEntry {
  const offset = streams.length;
  streams.bytes(bytes);
  return { offset, length: bytes.length, checksum: crc32(bytes) };
}

function checkThatItFits({ seriesId, at, columns }: PackSeries, lastId: number): void {
  if (seriesId === lastId) throw new RangeError(`Series ${seriesId} is twice in one pack`);
  if (seriesId < lastId) throw new RangeError(`Series ${seriesId} comes after series ${lastId}`);
  if (at.length > mostSamples) throw new RangeError(`Series ${seriesId} has more than ${mostSamples} samples`);
  if (columns.length > mostColumns) throw new RangeError(`Series ${seriesId} has more than ${mostColumns} columns`);
  if (columns.some(({ length }) => length !== at.length)) {
    throw new RangeError(`A column of series ${seriesId} is not as long as its times`);
  }
}
