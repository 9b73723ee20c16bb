import type { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { DamagedPack } from "./damaged-pack.ts";
import type { TimesEntry } from "./directory.ts";
import { RangeDecoder } from "./range-decoder.ts";
import { RangeEncoder } from "./range-encoder.ts";
import { ResidualDecoder } from "./residual-decoder.ts";
import { ResidualEncoder } from "./residual-encoder.ts";
import type { ResidualStart } from "./residual-model.ts";

/** How readings follow each other. */
interface Rhythm {
  /** The usual time between two, in ms. */
  readonly step: number;
  /** How far a late or early one moves those that follow: 1 when each waits for the one before, less when all keep to a clock. */
  readonly drift: number;
}

/** A sixteenth is small enough to even out jitter, and large enough to follow a clock that is slowly corrected. */
const drifts = [1, 1 / 16] as const;

/** Steps that are longer are told one by one, so that the next time stays an exact integer. */
const longestStep = 2 ** 40;

/** What jitter of a few milliseconds looks like. */
const start: ResidualStart = { memory: 3, activity: 3 };

/** The times behind the first one, as a stream of their own. Throws RangeError unless they are integers from 0 that rise. */
export function encodeTimes(at: Float64Array): Uint8Array {
  checkThatTheyRise(at);
  const step = medianStepOf(at);
  const forms = drifts.map((drift, index) => {
    const writer = new ByteWriter();
    writer.varint(2 * step + index);
    writer.bytes(encodeWith({ step, drift }, at));
    return writer.finish();
  });
  return forms.reduce((one, other) => (other.length < one.length ? other : one));
}

/** Reads `count` times. Throws DamagedPack when they do not rise from `firstAt` to `lastAt`. */
export function decodeTimes(reader: ByteReader, { count, firstAt, lastAt }: TimesEntry): Float64Array {
  const at = new Float64Array(count);
  if (count === 0) return at;
  const code = reader.varint();
  const step = Math.floor(code / 2);
  const grid = new Grid({ step, drift: drifts[code % 2] as number }, firstAt);
  const residuals = new ResidualDecoder(new RangeDecoder(reader.bytes(reader.remaining)), start);
  at[0] = firstAt;
  for (let index = 1; index < count; index++) {
    const moment = grid.next() + residuals.read();
    if (!(moment > (at[index - 1] as number))) throw new DamagedPack("The times of a pack do not rise");
    grid.follow(moment);
    at[index] = moment;
  }
  if (at[count - 1] !== lastAt) throw new DamagedPack("The times of a pack do not end where they should");
  return at;
}

function checkThatTheyRise(at: Float64Array): void {
  let last = -1;
  for (const moment of at) {
    if (!Number.isSafeInteger(moment) || moment <= last)
      throw new RangeError(`${moment} cannot follow ${last} in a list of times`);
    last = moment;
  }
}

function encodeWith(rhythm: Rhythm, at: Float64Array): Uint8Array {
  const coder = new RangeEncoder();
  const residuals = new ResidualEncoder(coder, start);
  const grid = new Grid(rhythm, at[0] ?? 0);
  for (const moment of at.subarray(1)) {
    residuals.write(moment - grid.next());
    grid.follow(moment);
  }
  return coder.finish();
}

/** Where the next reading is expected. */
class Grid {
  readonly #rhythm: Rhythm;
  #at: number;

  constructor(rhythm: Rhythm, firstAt: number) {
    this.#rhythm = rhythm;
    this.#at = firstAt;
  }

  next(): number {
    return Math.floor(this.#at + 0.5) + this.#rhythm.step;
  }

  follow(moment: number): void {
    const { step, drift } = this.#rhythm;
    const error = moment - step - this.#at;
    // After a gap the grid begins anew.
    this.#at = Math.abs(error) > step / 2 ? moment : moment - error * (1 - drift);
  }
}

function medianStepOf(at: Float64Array): number {
  if (at.length < 2) return 0;
  const steps = at
    .subarray(1)
    .map((moment, index) => moment - (at[index] as number))
    .sort();
  const median = steps[steps.length >> 1] as number;
  return median > longestStep ? 0 : median;
}
