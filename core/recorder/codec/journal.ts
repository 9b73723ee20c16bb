import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { readCompactNumber, writeCompactNumber } from "./compact-number.ts";
import { DamagedPack } from "./damaged-pack.ts";

/** Samples in the order in which they came. Columns may be longer than `length`. Times are integers from 0, Unix ms. */
export interface JournalBatch {
  readonly length: number;
  readonly seriesIds: ArrayLike<number>;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const journalVersion = 1;

/**
 * One commit of samples, in the order of arrival, made for speed: a byte for the version, then runs of samples of one moment, each the
 * difference of its time to the run before, its length, and per sample the difference of the series id to the sample before and the
 * value as a compact number.
 */
export function encodeJournal(batch: JournalBatch): Buffer {
  const writer = new ByteWriter(16 + 4 * batch.length);
  writer.byte(journalVersion);
  let previousAt = 0;
  let previousId = 0;
  for (let start = 0; start < batch.length; ) {
    const at = batch.at[start] as number;
    const end = endOfRun(batch, start);
    writeCompactNumber(writer, at - previousAt);
    writer.varint(end - start);
    for (let index = start; index < end; index++) {
      const seriesId = batch.seriesIds[index] as number;
      writer.signedVarint(seriesId - previousId);
      writeCompactNumber(writer, batch.values[index] as number);
      previousId = seriesId;
    }
    previousAt = at;
    start = end;
  }
  return writer.finish();
}

/** Calls `each` for every sample of a journal, in the order of arrival. Throws DamagedPack, maybe after some calls. */
export function decodeJournal(data: Uint8Array, each: (seriesId: number, at: number, value: number) => void): void {
  const reader = new ByteReader(data);
  const version = reader.byte();
  if (version !== journalVersion) throw new DamagedPack(`Journal version ${version} is not known`);
  let at = 0;
  let seriesId = 0;
  while (reader.remaining > 0) {
    at += readCompactNumber(reader);
    if (!Number.isSafeInteger(at) || at < 0) throw new DamagedPack(`${at} is no time`);
    const samples = reader.count(reader.remaining, "samples of one moment");
    for (let index = 0; index < samples; index++) {
      seriesId += reader.signedVarint();
      if (seriesId < 0) throw new DamagedPack("A sample has a negative series id");
      each(seriesId, at, readCompactNumber(reader));
    }
  }
}

function endOfRun(batch: JournalBatch, start: number): number {
  const at = batch.at[start];
  let end = start + 1;
  while (end < batch.length && batch.at[end] === at) end++;
  return end;
}
