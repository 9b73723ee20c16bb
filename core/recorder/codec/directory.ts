import { crc32 } from "node:zlib";
import { ByteReader, wholeNumber } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { readCompactNumber, writeCompactNumber } from "./compact-number.ts";
import { DamagedPack } from "./damaged-pack.ts";

/** Changes whenever bytes get another meaning. */
const packVersion = 1;

/** The most samples of a series: more than a day of one a second, and few enough that a damaged count does not ask for all memory. */
export const mostSamples = 1_000_000;

/** The most columns of a series, for the same reason. */
export const mostColumns = 16;

/** Where behind the directory a stream lies, and its CRC-32. */
export interface StreamEntry {
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

/** A list of times that one or more series share. */
export interface TimesEntry extends StreamEntry {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A series, and the stream of its columns. */
export interface SeriesEntry extends StreamEntry {
  readonly seriesId: number;
  /** Index into the lists of times. */
  readonly times: number;
  readonly columns: number;
  /** Of column 0; 0 when it is empty. */
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

/** What a pack holds, in order: lists of times, then series with rising ids; their streams follow in that order. */
export interface Directory {
  readonly times: readonly TimesEntry[];
  readonly series: readonly SeriesEntry[];
}

/** Writes the directory at the start of a pack: its checksum is that of all that the writer holds. */
export function writeDirectory(writer: ByteWriter, { times, series }: Directory): void {
  writer.byte(packVersion);
  writer.varint(times.length);
  for (const entry of times) {
    writer.varint(entry.count);
    writer.varint(entry.firstAt);
    writer.varint(entry.lastAt - entry.firstAt);
    writeStream(writer, entry);
  }
  writer.varint(series.length);
  let previousId = 0;
  for (const entry of series) {
    writer.varint(entry.seriesId - previousId);
    previousId = entry.seriesId;
    writer.varint(entry.times);
    writer.varint(entry.columns);
    for (const value of [entry.min, entry.max, entry.sum]) writeCompactNumber(writer, value);
    writeStream(writer, entry);
  }
  writer.uint32(crc32(writer.finish()));
}

/** Reads the directory of a pack, and says where the streams begin. Throws DamagedPack. */
export function readDirectory(data: Uint8Array): { readonly directory: Directory; readonly end: number } {
  const reader = new ByteReader(data);
  const version = reader.byte();
  if (version !== packVersion) throw new DamagedPack(`Pack version ${version} is not known`);
  const offsets = { next: 0 };
  const times = readTimes(reader, offsets);
  const series = readSeries(reader, offsets, times.length);
  const checksum = crc32(data.subarray(0, reader.position));
  if (reader.uint32() !== checksum) throw new DamagedPack("The directory of the pack does not match its checksum");
  return { directory: { times, series }, end: reader.position };
}

function readTimes(reader: ByteReader, offsets: { next: number }): TimesEntry[] {
  const entries: TimesEntry[] = [];
  const length = reader.count(reader.remaining, "lists of times");
  while (entries.length < length) {
    const count = reader.count(mostSamples, "times");
    const firstAt = reader.varint();
    const lastAt = wholeNumber(firstAt + reader.varint());
    entries.push({ count, firstAt, lastAt, ...readStream(reader, offsets) });
  }
  return entries;
}

function readSeries(reader: ByteReader, offsets: { next: number }, listsOfTimes: number): SeriesEntry[] {
  const entries: SeriesEntry[] = [];
  const length = reader.count(reader.remaining, "series");
  let seriesId = 0;
  while (entries.length < length) {
    const step = reader.varint();
    if (step === 0 && entries.length > 0) throw new DamagedPack(`Series ${seriesId} is twice in the directory`);
    seriesId = wholeNumber(seriesId + step);
    const times = reader.varint();
    if (times >= listsOfTimes) throw new DamagedPack(`Series ${seriesId} has no times`);
    const columns = reader.count(mostColumns, "columns");
    const min = readCompactNumber(reader);
    const max = readCompactNumber(reader);
    const sum = readCompactNumber(reader);
    entries.push({ seriesId, times, columns, min, max, sum, ...readStream(reader, offsets) });
  }
  return entries;
}

function writeStream(writer: ByteWriter, { length, checksum }: StreamEntry): void {
  writer.varint(length);
  writer.uint32(checksum);
}

function readStream(reader: ByteReader, offsets: { next: number }): StreamEntry {
  const length = reader.varint();
  const offset = offsets.next;
  offsets.next += length;
  return { offset, length, checksum: reader.uint32() };
}
