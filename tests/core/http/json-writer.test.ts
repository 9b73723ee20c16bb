import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonWriter } from "../../../core/http/json-writer.ts";

function written(write: (writer: JsonWriter) => void): string {
  const writer = new JsonWriter();
  write(writer);
  return Buffer.from(writer.finish().bytes).toString("utf8");
}

const written1 = (value: number | null) => written((writer) => writer.number(value));

describe("a number", () => {
  it.each([
    0,
    -0,
    1,
    -1,
    9,
    10,
    99,
    100,
    12.5,
    -12.5,
    0.1,
    0.01,
    0.001,
    0.0001,
    1.1,
    1.01,
    1.001,
    1.1001,
    99.9,
    99.99,
    999.999,
    1_999_999_999,
    2_000_000_000,
    2_147_483_648,
    199_999_999.9,
    1e12,
    999_999_999_999,
    9_999_999_999_999,
    1e13,
    1_768_478_400_000,
    1_000_000_000_001.5,
    2 ** 53,
    1e21,
    1e300,
    5e-324,
    1 / 3,
    0.1 + 0.2,
    -1e-7,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])("%d is written as JSON.stringify does", (value) => {
    expect(written1(value)).toBe(JSON.stringify(value));
  });

  it("of any kind is written as JSON.stringify does", () => {
    const decimal = fc
      .tuple(fc.integer(), fc.integer({ min: 0, max: 5 }))
      .map(([digits, places]) => digits / 10 ** places);
    const moment = fc.integer({ min: 0, max: 7_258_118_400_000 });

    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.float(), fc.integer(), fc.maxSafeInteger(), decimal, moment), (value) => {
        expect(written1(value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 5000 },
    );
  });

  it("that is unknown is null", () => {
    expect(written1(null)).toBe("null");
  });
});

describe("what is written", () => {
  it("may be longer than was thought, and have any letters", () => {
    const name = JSON.stringify("Größe 📈".repeat(2000));
    const text = written((writer) => {
      for (let index = 0; index < 3; index++) {
        writer.text(name);
        writer.marks(",");
      }
      for (let index = 0; index < 10_000; index++) writer.number(index);
    });

    expect(text).toBe(`${name},`.repeat(3) + Array.from({ length: 10_000 }, (_, index) => index).join(""));
  });
});
