import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { readCompactNumber, writeCompactNumber } from "./compact-number.ts";
import { DamagedPack } from "./damaged-pack.ts";
import { mostDecimals } from "./decimals.ts";
import { type Prediction, predictionKinds } from "./prediction.ts";
import { readRawColumn, writeRawColumn } from "./raw-column.ts";
import { mostMagnitude, type ResidualStart } from "./residual-model.ts";
import type { Exception } from "./scaled-values.ts";

/** What a decoder has to know before the residuals of a column. Constant and raw columns have no residuals. */
export type ColumnHeader =
  | { readonly form: "constant"; readonly value: number }
  | { readonly form: "raw"; readonly values: Float64Array }
  | IntegerHeader;

/** Value = (start + factor * what `restore` makes of the residual) / 10^decimals, but for the exceptions. */
export interface IntegerHeader extends Prediction, ResidualStart {
  readonly form: "integers";
  readonly decimals: number;
  readonly factor: number;
  readonly exceptions: readonly Exception[];
}

/** The lowest two bits of a column. */
const forms = ["constant", "raw", "integers", "integers with exceptions"] as const;

/** The activity at first is told in steps of so many magnitudes. */
export const activityStep = 4;

const mostMemory = 4;

/** Writes the header of a column; that of a constant or raw one is all there is. */
export function writeColumnHeader(writer: ByteWriter, header: ColumnHeader): void {
  if (header.form === "constant") {
    writer.byte(forms.indexOf("constant"));
    writeCompactNumber(writer, header.value);
  } else if (header.form === "raw") {
    writer.byte(forms.indexOf("raw"));
    writeRawColumn(writer, header.values);
  } else {
    writeIntegerHeader(writer, header);
  }
}

/** Reads the header of a column of `count` values. Throws DamagedPack. */
export function readColumnHeader(reader: ByteReader, count: number): ColumnHeader {
  const code = reader.byte();
  const form = forms[code & 3];
  if (form === "constant") return { form, value: readCompactNumber(reader) };
  if (form === "raw") return { form, values: readRawColumn(reader, count) };
  return readIntegerHeader(reader, code, form === "integers" ? 0 : count);
}

function writeIntegerHeader(writer: ByteWriter, header: IntegerHeader): void {
  const form = forms.indexOf(header.exceptions.length > 0 ? "integers with exceptions" : "integers");
  writer.byte(form | (predictionKinds.indexOf(header.kind) << 2) | (header.memory << 4));
  writer.byte(header.decimals | ((header.activity / activityStep) << 4));
  writer.varint(header.factor);
  writeCompactNumber(writer, header.start);
  if (header.kind !== "level") writer.signedVarint(header.slope);
  if (header.exceptions.length > 0) writeExceptions(writer, header.exceptions);
}

/** `count` is that of the column, or 0 when there are no exceptions. */
function readIntegerHeader(reader: ByteReader, code: number, count: number): IntegerHeader {
  const kind = predictionKinds[(code >> 2) & 3];
  const memory = code >> 4;
  const second = reader.byte();
  const decimals = second & 15;
  const activity = (second >> 4) * activityStep;
  if (kind === undefined || memory > mostMemory || decimals > mostDecimals || activity > mostMagnitude) {
    throw new DamagedPack("The header of a column says what it cannot say");
  }
  const factor = reader.varint();
  const start = readCompactNumber(reader);
  const slope = kind === "level" ? 0 : reader.signedVarint();
  const exceptions = count > 0 ? readExceptions(reader, count) : [];
  return { form: "integers", kind, memory, decimals, activity, factor, start, slope, exceptions };
}

function writeExceptions(writer: ByteWriter, exceptions: readonly Exception[]): void {
  writer.varint(exceptions.length);
  let last = 0;
  for (const { index, value } of exceptions) {
    writer.varint(index - last);
    writer.float64(value);
    last = index;
  }
}

function readExceptions(reader: ByteReader, count: number): Exception[] {
  const exceptions: Exception[] = [];
  const length = reader.count(count, "exceptions");
  let index = 0;
  while (exceptions.length < length) {
    index += reader.varint();
    if (index >= count) throw new DamagedPack("An exception lies behind the end of its column");
    exceptions.push({ index, value: reader.float64() });
  }
  return exceptions;
}
