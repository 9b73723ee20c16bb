/**
 * How the next integer of a column is told from those before it. `level`: always the same; `trend`: the one before plus a fixed slope
 * (0 for a random walk); `line`: the one before plus the difference before.
 * Source: Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015, for the last one.
 */
export type PredictionKind = "level" | "trend" | "line";

/** The kinds in the order of their codes. */
export const predictionKinds: readonly PredictionKind[] = ["level", "trend", "line"];

/** What a decoder has to know beside the residuals. */
export interface Prediction {
  readonly kind: PredictionKind;
  /** Added to what `restore` makes of the residuals. */
  readonly start: number;
  readonly slope: number;
}

/** Medians are taken of so many values. That is near enough, and sorting them all takes longer than coding them. */
const mostSorted = 16;

/** The prediction that leaves least to code, for at least two integers. */
export function bestPrediction(integers: Float64Array): Prediction {
  const start = integers[0] as number;
  const predictions: readonly Prediction[] = [
    { kind: "level", start: medianOf(integers.length, (index) => integers[index] as number), slope: 0 },
    { kind: "trend", start, slope: 0 },
    { kind: "trend", start, slope: medianOf(integers.length - 1, (index) => differenceAt(integers, index + 1)) },
    { kind: "line", start, slope: differenceAt(integers, 1) },
  ];
  const sizes = predictions.map((prediction) => roughSizeOf(integers, prediction));
  return predictions[sizes.indexOf(Math.min(...sizes))] as Prediction;
}

/** What is left to code of integers under a prediction, one for each. */
export function residualsOf(integers: Float64Array, { kind, start, slope }: Prediction): Float64Array {
  if (kind === "level") return integers.map((integer) => integer - start);
  const residuals = new Float64Array(integers.length);
  let expected = slope;
  for (let index = 1; index < integers.length; index++) {
    const difference = differenceAt(integers, index);
    residuals[index] = difference - expected;
    if (kind === "line") expected = difference;
  }
  return residuals;
}

/** Turns residuals back, in place, into the integers less `start`. */
export function restore(residuals: Float64Array, { kind, slope }: Prediction): void {
  if (kind === "level") return;
  let difference = slope;
  let value = 0;
  for (let index = 1; index < residuals.length; index++) {
    const residual = residuals[index] as number;
    if (kind === "line") {
      difference += residual;
      value += difference;
    } else {
      value += difference + residual;
    }
    residuals[index] = value;
  }
}

/** About the bits that residuals take, the sum of log2(1 + |residual|): good enough to compare predictions. */
function roughSizeOf(integers: Float64Array, { kind, start, slope }: Prediction): number {
  let bits = 0;
  let product = 1;
  let expected = kind === "level" ? start : slope;
  for (let index = 1; index < integers.length; index++) {
    const next = kind === "level" ? (integers[index] as number) : differenceAt(integers, index);
    product *= 1 + Math.abs(next - expected);
    if (kind === "line") expected = next;
    if (product > 2 ** 900) {
      bits += Math.log2(product);
      product = 1;
    }
  }
  return bits + Math.log2(product);
}

function differenceAt(integers: Float64Array, index: number): number {
  return (integers[index] as number) - (integers[index - 1] as number);
}

function medianOf(length: number, valueAt: (index: number) => number): number {
  const stride = Math.ceil(length / mostSorted);
  const few = new Float64Array(Math.ceil(length / stride));
  for (let index = 0; index < few.length; index++) few[index] = valueAt(index * stride);
  return few.sort()[few.length >> 1] as number;
}
