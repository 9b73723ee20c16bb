import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { DamagedPack } from "./damaged-pack.ts";

const bytesPerValue = 8;

/**
 * Writes a column of float64 that are no short decimals: each XORed with the one before, so that what stays the same becomes zeros, then
 * the highest bytes of all, the second highest of all and so on, then deflate, or not when that saves nothing.
 * Source: Pelkonen et al. (Gorilla), VLDB 2015, for XOR; byte shuffling as in HDF5 and Blosc.
 */
export function writeRawColumn(writer: ByteWriter, values: Float64Array): void {
  const planes = planesOf(values);
  const deflated = deflateRawSync(planes);
  const smaller = deflated.length < planes.length ? deflated : planes;
  writer.varint(smaller.length);
  writer.bytes(smaller);
}

/** Reads `count` values. Throws DamagedPack. */
export function readRawColumn(reader: ByteReader, count: number): Float64Array {
  const bytes = reader.bytes(reader.varint());
  return valuesOf(bytes.length === count * bytesPerValue ? bytes : inflated(bytes, count), count);
}

function inflated(bytes: Uint8Array, count: number): Uint8Array {
  const length = count * bytesPerValue;
  let planes: Uint8Array;
  try {
    planes = inflateRawSync(bytes, { maxOutputLength: length });
  } catch (cause) {
    throw new DamagedPack("A column of float64 cannot be inflated", { cause });
  }
  if (planes.length !== length) throw new DamagedPack(`A column has ${planes.length} bytes; ${length} were expected`);
  return planes;
}

function planesOf(values: Float64Array): Uint8Array {
  const count = values.length;
  const planes = new Uint8Array(count * bytesPerValue);
  const float = new DataView(new ArrayBuffer(bytesPerValue));
  const before = new Uint8Array(bytesPerValue);
  for (let index = 0; index < count; index++) {
    float.setFloat64(0, values[index] as number);
    for (let plane = 0; plane < bytesPerValue; plane++) {
      const byte = float.getUint8(plane);
      planes[plane * count + index] = byte ^ (before[plane] as number);
      before[plane] = byte;
    }
  }
  return planes;
}

function valuesOf(planes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count);
  const float = new DataView(new ArrayBuffer(bytesPerValue));
  for (let index = 0; index < count; index++) {
    for (let plane = 0; plane < bytesPerValue; plane++) {
      float.setUint8(plane, float.getUint8(plane) ^ (planes[plane * count + index] as number));
    }
    values[index] = float.getFloat64(0);
  }
  return values;
}
