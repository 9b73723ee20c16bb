import { crc32 } from "node:zlib";
import { ByteReader } from "./byte-reader.ts";
import { decodeColumns } from "./column.ts";
import { DamagedPack } from "./damaged-pack.ts";
import { type Directory, readDirectory, type SeriesEntry, type StreamEntry, type TimesEntry } from "./directory.ts";
import { decodeTimes } from "./times.ts";

/** The samples of one series. Times rise, each once, in Unix ms from 0 to 2^53 - 1; every column is as long as `at`. */
export interface PackSeries {
  /** An integer from 0 to 2^40. */
  readonly seriesId: number;
  readonly at: Float64Array;
  readonly columns: readonly Float64Array[];
}

/** What is known of a series without decoding it. Minimum, maximum and sum are of column 0; all is 0 when there are no samples. */
export interface SeriesSummary {
  readonly seriesId: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly min: number;
  readonly max: number;
  /** Without the small error of adding float64: rounded to the decimals that the values have. */
  readonly sum: number;
}

/**
 * A pack that was opened: series of float64 columns, lossless to the bit. Its bytes are not copied.
 *
 * The bytes (directory.ts): a version; the lists of times with count, first and last; the series with id, list of times, number of
 * columns and summary; a CRC-32 of all that. Behind it one stream per list and per series, each with its length and CRC-32 in the
 * directory, so a series is read without the others and lost without the others.
 *
 * - Numbers are varints, or decimals in the manner of varints (byte-writer.ts, compact-number.ts).
 * - A column (column.ts) is one value, or integers, or raw. Decimals are scaled to integers, exactly, with the few that do not scale
 *   beside them (scaled-values.ts), and divided by their common factor.
 * - Integers are told from those before: by a level, a trend or a line (prediction.ts). What is left goes through an adaptive range
 *   coder (range-encoder.ts) in the light of how large the last ones were (residual-model.ts). It has no tables to send, so sixty
 *   samples cost hardly more each than a day of them; deflate takes a tenth more for a day.
 * - Times are told from the grid of their usual distance (times.ts).
 * - Raw columns are XORed, cut into planes of bytes and deflated (raw-column.ts).
 */
export class Pack {
  /** In the order of their ids. */
  readonly summaries: readonly SeriesSummary[];
  readonly #streams: Uint8Array;
  readonly #times: readonly TimesEntry[];
  readonly #series: readonly SeriesEntry[];
  readonly #indexOf: ReadonlyMap<number, number>;
  /** Lists of times that were decoded already. */
  readonly #at = new Map<number, Float64Array>();

  private constructor({ times, series }: Directory, streams: Uint8Array) {
    this.#streams = streams;
    this.#times = times;
    this.#series = series;
    this.#indexOf = new Map(series.map(({ seriesId }, index) => [seriesId, index]));
    this.summaries = series.map((entry) => {
      const { count, firstAt, lastAt } = times[entry.times] as TimesEntry;
      return { seriesId: entry.seriesId, count, firstAt, lastAt, min: entry.min, max: entry.max, sum: entry.sum };
    });
  }

  /** Reads the directory alone. Throws DamagedPack. */
  static open(data: Uint8Array): Pack {
    const { directory, end } = readDirectory(data);
    return new Pack(directory, data.subarray(end));
  }

  has(seriesId: number): boolean {
    return this.#indexOf.has(seriesId);
  }

  summaryOf(seriesId: number): SeriesSummary | undefined {
    return this.summaries[this.#indexOf.get(seriesId) ?? -1];
  }

  /**
   * Decodes one series; `undefined` when the pack has none of that id. Series with the same times share the array `at`, so nobody may
   * change it. Throws DamagedPack when this series or its times are damaged; the others can still be read.
   */
  read(seriesId: number): PackSeries | undefined {
    const entry = this.#series[this.#indexOf.get(seriesId) ?? -1];
    if (!entry) return undefined;
    const at = this.#timesOf(entry.times);
    const stream = this.#streamOf(entry, `Series ${seriesId}`);
    return { seriesId, at, columns: decodeColumns(stream, entry.columns, at.length) };
  }

  #timesOf(index: number): Float64Array {
    const known = this.#at.get(index);
    if (known) return known;
    const entry = this.#times[index] as TimesEntry;
    const at = decodeTimes(this.#streamOf(entry, `List ${index} of times`), entry);
    this.#at.set(index, at);
    return at;
  }

  #streamOf({ offset, length, checksum }: StreamEntry, what: string): ByteReader {
    const bytes = this.#streams.subarray(offset, offset + length);
    if (bytes.length < length) throw new DamagedPack(`${what} is cut off`);
    if (crc32(bytes) !== checksum) throw new DamagedPack(`${what} does not match its checksum`);
    return new ByteReader(bytes);
  }
}
