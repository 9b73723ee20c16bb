import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../../../core/recorder/codec/byte-writer.ts";
import { writeDirectory } from "../../../../core/recorder/codec/directory.ts";
import { DamagedPack, decodeJournal, encodeJournal, encodePack, Pack } from "../../../../core/recorder/codec/index.ts";
import { encodeTimes } from "../../../../core/recorder/codec/times.ts";
import { arbitrarySeries } from "./arbitrary-series.ts";

/** Reads all there is, and gives back what was thrown. */
function errorsOf(read: () => void): unknown[] {
  try {
    read();
    return [];
  } catch (error) {
    return error instanceof DamagedPack ? [] : [error];
  }
}

function readAll(data: Uint8Array): void {
  const pack = Pack.open(data);
  for (const { seriesId } of pack.summaries) pack.read(seriesId);
}

/** Some bytes changed, and maybe the end cut off. */
function damaged(data: Uint8Array): fc.Arbitrary<Uint8Array> {
  const position = fc.nat(Math.max(0, data.length - 1));
  return fc
    .tuple(fc.array(fc.tuple(position, fc.integer({ min: 1, max: 255 })), { maxLength: 4 }), fc.nat(data.length))
    .map(([changes, cut]) => {
      const bytes = Uint8Array.from(data);
      for (const [index, change] of changes) bytes[index] = (bytes[index] as number) ^ change;
      return changes.length > 0 ? bytes : bytes.subarray(0, cut);
    });
}

/** A pack whose checksums are all right, and whose streams are made up. */
function forged(count: number, times: Uint8Array, columns: Uint8Array): Buffer {
  const writer = new ByteWriter();
  writeDirectory(writer, {
    times: [{ count, firstAt: 0, lastAt: count - 1, offset: 0, length: times.length, checksum: crc32(times) }],
    series: [
      {
        seriesId: 1,
        times: 0,
        columns: 2,
        min: 0,
        max: 0,
        sum: 0,
        offset: 0,
        length: columns.length,
        checksum: crc32(columns),
      },
    ],
  });
  writer.bytes(times);
  writer.bytes(columns);
  return writer.finish();
}

/** The stream of one reading a millisecond, so that the columns behind it are looked at. */
function everyMillisecond(count: number): Uint8Array {
  return encodeTimes(Float64Array.from({ length: count }, (_, index) => index));
}

describe("damaged bytes", () => {
  it("of any kind are either read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
        expect([...errorsOf(() => readAll(data)), ...errorsOf(() => decodeJournal(data, () => {}))]).toEqual([]);
      }),
    );
  });

  it("of a pack are refused, or belong to a series that can do without them", () => {
    const cases = arbitrarySeries.map((series) => encodePack(series, { effort: "sealed" })).chain(damaged);

    fc.assert(
      fc.property(cases, (data) => {
        expect(errorsOf(() => readAll(data))).toEqual([]);
      }),
    );
  });

  it("of a journal are read or refused", () => {
    const journal = encodeJournal({ length: 3, seriesIds: [1, 2, 900], at: [5, 5, 1e12], values: [0.5, -7.25, 1 / 3] });

    fc.assert(
      fc.property(damaged(journal), (data) => {
        expect(errorsOf(() => decodeJournal(data, () => {}))).toEqual([]);
      }),
    );
  });

  it("with right checksums are read or refused as well", () => {
    const counts = fc.constantFrom(1, 2, 70, 200_000);
    const times = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined });
    const columns = fc.uint8Array({ minLength: 1, maxLength: 40 });

    fc.assert(
      fc.property(counts, times, columns, (count, list, stream) => {
        const data = forged(count, list ?? everyMillisecond(count), stream);
        expect(errorsOf(() => readAll(data))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("may not ask for more samples than a pack can have", () => {
    const data = forged(1_000_001, new Uint8Array(), new Uint8Array());

    expect(() => Pack.open(data)).toThrow(new DamagedPack("1000001 times; 1000000 is the most"));
  });

  it("may not inflate to more than their samples need", () => {
    const bomb = deflateRawSync(Buffer.alloc(10_000_000));
    const writer = new ByteWriter();
    writer.byte(1);
    writer.varint(bomb.length);
    writer.bytes(bomb);

    expect(() => readAll(forged(3, everyMillisecond(3), writer.finish()))).toThrow(
      "A column of float64 cannot be inflated",
    );
  });

  it("cut off anywhere are refused, unless nothing is missing", () => {
    const at = Float64Array.of(1, 2, 3);
    const pack = encodePack([{ seriesId: 5, at, columns: [at] }], { effort: "fresh" });
    const cuts = Array.from({ length: pack.length }, (_, length) => pack.subarray(0, length));

    for (const cut of cuts) expect(() => readAll(cut)).toThrow(DamagedPack);
  });
});
