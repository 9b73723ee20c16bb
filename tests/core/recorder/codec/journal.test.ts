import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeJournal, encodeJournal } from "../../../../core/recorder/codec/index.ts";

type Sample = readonly [seriesId: number, at: number, value: number];

function encoded(samples: readonly Sample[]): Buffer {
  return encodeJournal({
    length: samples.length,
    seriesIds: samples.map(([seriesId]) => seriesId),
    at: Float64Array.from(samples, ([, at]) => at),
    values: Float64Array.from(samples, ([, , value]) => value),
  });
}

function decoded(data: Uint8Array): Sample[] {
  const samples: Sample[] = [];
  decodeJournal(data, (seriesId, at, value) => samples.push([seriesId, at, value]));
  return samples;
}

const arbitrarySample = fc.tuple(
  fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 2 ** 40 })),
  fc.oneof(fc.constantFrom(1_760_000_000_000, 1_760_000_000_001, 0, 2 ** 53 - 1), fc.maxSafeNat()),
  fc.oneof(
    fc.double(),
    fc.nat(),
    fc.constant(-0),
    fc.integer().map((digits) => digits / 1000),
    fc.maxSafeInteger(),
  ),
);

describe("the journal of a commit", () => {
  it("gives back every sample, in the order of arrival", () => {
    fc.assert(
      fc.property(fc.array(arbitrarySample), (samples) => {
        expect(decoded(encoded(samples))).toEqual(samples);
      }),
    );
  });

  it("reads as many samples as the batch is long, not as its columns are", () => {
    const journal = encodeJournal({ length: 1, seriesIds: [1, 2], at: [10, 10], values: [1, 2] });

    expect(decoded(journal)).toEqual([[1, 10, 1]]);
  });

  it("takes few bytes for a heartbeat of small readings", () => {
    const readings = [
      12.3, 48.1, 6123, 16_384, 0, 2047, 55.2, 937.81, 412.37, 0.52, 0.48, 0.44, 71.2, 2310, 840, 812_345,
    ];
    const samples = readings.map((value, index): Sample => [40 + index, 1_760_000_000_000, value]);

    expect(encoded(samples).length / samples.length).toBeLessThan(4);
  });
});
