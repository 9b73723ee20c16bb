import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { DamagedPack } from "./damaged-pack.ts";
import { decimalsOfOne, powersOfTen, scaledInteger } from "./decimals.ts";

/** Decimals that fit into the lowest three bits of the code; 5, 6 and 7 mean something else. */
const mostShortDecimals = 4;
const longPositive = 5;
const longNegative = 6;
const rawFloat = 7;

/** The largest integer that leaves room for three bits more. */
const largestScaled = 2 ** 50 - 1;

/**
 * Writes any float64. A number of few digits and decimals takes few bytes: the varint of 8 * digits + decimals, for a negative one or
 * more than four decimals with a byte for the decimals behind it, and the eight bytes of the float64 for everything else.
 */
export function writeCompactNumber(writer: ByteWriter, value: number): void {
  const decimals = decimalsOfOne(value) ?? 0;
  const scaled = scaledInteger(value, decimals);
  if (scaled === undefined || Math.abs(scaled) > largestScaled) {
    writer.byte(rawFloat);
    writer.float64(value);
  } else if (scaled >= 0 && decimals <= mostShortDecimals) {
    writer.varint(8 * scaled + decimals);
  } else {
    writer.varint(8 * Math.abs(scaled) + (scaled < 0 ? longNegative : longPositive));
    writer.byte(decimals);
  }
}

/** Reads what `writeCompactNumber` wrote. */
export function readCompactNumber(reader: ByteReader): number {
  const code = reader.varint();
  const kind = code % 8;
  if (kind === rawFloat) return reader.float64();
  const digits = (code - kind) / 8;
  if (kind <= mostShortDecimals) return digits / (powersOfTen[kind] as number);
  const power = powersOfTen[reader.byte()];
  if (power === undefined) throw new DamagedPack("A number has more than nine decimals");
  return (kind === longNegative ? -digits : digits) / power;
}
