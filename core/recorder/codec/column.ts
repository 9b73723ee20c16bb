import type { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { activityStep, type ColumnHeader, readColumnHeader, writeColumnHeader } from "./column-header.ts";
import { commonFactorOf, divideBy } from "./common-factor.ts";
import { powersOfTen } from "./decimals.ts";
import { bestPrediction, residualsOf, restore } from "./prediction.ts";
import { RangeDecoder } from "./range-decoder.ts";
import { RangeEncoder } from "./range-encoder.ts";
import { ResidualDecoder } from "./residual-decoder.ts";
import { ResidualEncoder } from "./residual-encoder.ts";
import { magnitudeOf, type ResidualStart } from "./residual-model.ts";
import { scaleValues } from "./scaled-values.ts";

/** How much time encoding may take: `fresh` is quick, `sealed` is as small as it gets. Both are decoded in the same way. */
export type Effort = "fresh" | "sealed";

/** What to try for each effort; the differences are small. */
const memories: Readonly<Record<Effort, readonly number[]>> = { fresh: [2], sealed: [2, 1, 4] };

/** A column ready to be written. Without residuals the header is all of it. */
interface ColumnPlan {
  readonly header: ColumnHeader;
  readonly residuals: Float64Array;
}

/** Columns of the same length as one stream: their headers, then all their residuals in one run of the range coder. */
export function encodeColumns(columns: readonly Float64Array[], effort: Effort): Uint8Array {
  const writer = new ByteWriter();
  const coder = new RangeEncoder();
  for (const values of columns) {
    if (values.length === 0) continue;
    const { header, residuals } = planColumn(values, effort);
    writeColumnHeader(writer, header);
    if (header.form === "integers") writeResiduals(coder, residuals, header);
  }
  writer.bytes(coder.finish());
  return writer.finish();
}

/** Reads so many columns of `count` values each. Throws DamagedPack. */
export function decodeColumns(reader: ByteReader, columns: number, count: number): Float64Array[] {
  const headers: ColumnHeader[] = [];
  while (count > 0 && headers.length < columns) headers.push(readColumnHeader(reader, count));
  const coder = new RangeDecoder(reader.bytes(reader.remaining));
  return Array.from({ length: columns }, (_, index) => {
    const header = headers[index];
    return header ? decodeColumn(coder, header, count) : new Float64Array();
  });
}

function planColumn(values: Float64Array, effort: Effort): ColumnPlan {
  const nothing = new Float64Array();
  const value = values[0] as number;
  if (values.every((other) => Object.is(other, value)))
    return { header: { form: "constant", value }, residuals: nothing };
  const scaled = scaleValues(values);
  if (!scaled) return { header: { form: "raw", values }, residuals: nothing };
  const { decimals, exceptions, integers } = scaled;
  const factor = commonFactorOf(integers);
  const divided = divideBy(integers, factor);
  const prediction = bestPrediction(divided);
  const residuals = residualsOf(divided, prediction);
  const activity = firstActivityOf(residuals);
  const memory = smallestMemory(residuals, activity, memories[effort]);
  const start = (integers[0] as number) + factor * prediction.start;
  return {
    header: { form: "integers", ...prediction, start, decimals, factor, exceptions, activity, memory },
    residuals,
  };
}

function decodeColumn(coder: RangeDecoder, header: ColumnHeader, count: number): Float64Array {
  if (header.form === "raw") return header.values;
  const values = new Float64Array(count);
  if (header.form === "constant") return values.fill(header.value);
  const residuals = new ResidualDecoder(coder, header);
  for (let index = 0; index < count; index++) values[index] = residuals.read();
  restore(values, header);
  const { start, factor, decimals, exceptions } = header;
  const power = powersOfTen[decimals] as number;
  for (let index = 0; index < count; index++) values[index] = (start + factor * (values[index] as number)) / power;
  for (const { index, value } of exceptions) values[index] = value;
  return values;
}

/** What to expect at first: the average of a few magnitudes behind the very first, which is often 0. */
function firstActivityOf(residuals: Float64Array): number {
  const few = residuals.subarray(1, 9);
  let total = 0;
  for (const residual of few) total += magnitudeOf(Math.abs(residual));
  return activityStep * Math.round(total / few.length / activityStep);
}

function smallestMemory(residuals: Float64Array, activity: number, among: readonly number[]): number {
  if (among.length === 1) return among[0] as number;
  const sizes = among.map((memory) => {
    const coder = new RangeEncoder();
    writeResiduals(coder, residuals, { memory, activity });
    return coder.finish().length;
  });
  return among[sizes.indexOf(Math.min(...sizes))] as number;
}

function writeResiduals(coder: RangeEncoder, residuals: Float64Array, start: ResidualStart): void {
  const encoder = new ResidualEncoder(coder, start);
  for (const residual of residuals) encoder.write(residual);
}
