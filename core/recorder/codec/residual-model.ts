import { stateOf } from "./adaptive-bits.ts";

/*
 * What encoder and decoder of residuals share. A residual (a value less what was predicted) is cut into decisions, each with an adaptive
 * probability, which is chosen in the light of what came before:
 *
 * 1. Its magnitude: 0 for 0, otherwise 1 + floor(log2 |residual|). First "at least as large as expected?", then step by step up or
 *    down the ladder until it fits. What is expected is the activity, a moving average of the magnitudes so far.
 * 2. Its sign, in the light of the sign before.
 * 3. The bits below its highest one: three adaptive ones, the others as they are.
 *
 * The contexts are few on purpose: each has to learn from the column alone, and an hour of a column has sixty samples.
 */

/** What encoder and decoder have to agree on beforehand. */
export interface ResidualStart {
  /** How slowly the activity follows: 1 by half of the way, 2 by a quarter, up to 4 by a sixteenth. */
  readonly memory: number;
  /** The magnitude that is expected at first. */
  readonly activity: number;
}

/** The magnitude of 2^53. */
export const mostMagnitude = 54;

/** The activity counts in 64ths of a magnitude. */
export const activityUnit = 64;

/** A ladder has so many steps up, and as many down; those beyond share the last one. */
const steps = 10;
const statesOfLadder = 2 * steps;

/** Where the contexts of low activities end. Higher ones share two contexts: nearer to the magnitude below, or above. */
const lowActivities = [1, 4, 10, 20, 32, 48, 64, 80, 96, 112, 128, 144, 160] as const;
const endOfLowActivities = 160;
const ladders = lowActivities.length + 2;

/** How likely a residual is larger than expected, before anything was seen, for each ladder. */
const firstChances = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.4, 0.45, 0.55, 0.65, 0.35, 0.45, 0.4, 0.4] as const;

const signStart = ladders * statesOfLadder;
const signStates = 9;
const mantissaStart = signStart + signStates;
const statesOfMantissa = 8;

/** Magnitudes from here on share a context for the bits below the highest. */
const mantissaContexts = 20;

const ladderByActivity = Uint8Array.from({ length: endOfLowActivities }, (_, activity) =>
  lowActivities.findIndex((end) => activity < end),
);

/** The magnitude of a whole number from 0 to 2^53. */
export function magnitudeOf(size: number): number {
  return size < 2 ** 31 ? 32 - Math.clz32(size) : 63 - Math.clz32(Math.floor(size / 2 ** 31));
}

/** The magnitude that an activity lets expect. */
export function expectedMagnitude(activity: number): number {
  return Math.floor((activity + activityUnit / 2) / activityUnit);
}

/** The activity after a residual of this magnitude. */
export function nextActivity(activity: number, magnitude: number, memory: number): number {
  return activity + ((magnitude * activityUnit - activity) >> memory);
}

/** Index of the first state of the ladder for an activity. */
export function ladderOf(activity: number): number {
  const ladder =
    activity < endOfLowActivities
      ? (ladderByActivity[activity] as number)
      : lowActivities.length + ((activity >> 5) & 1);
  return ladder * statesOfLadder;
}

/** Index of the state of a step down a ladder; step 0 asks whether to go up (1) or down (0). */
export function downState(ladder: number, step: number): number {
  return ladder + (step < steps ? step : steps - 1);
}

/** Index of the state of a step up a ladder. */
export function upState(ladder: number, step: number): number {
  return downState(ladder, step) + steps;
}

/** Index of the state of the sign; `before` is the sign before, -1, 0 or 1. */
export function signState(before: number, expected: number): number {
  return signStart + before + 1 + 3 * (expected < 2 ? expected : 2);
}

/** Index of the states of the bits below the highest: the node of a binary tree, from 1, is added to it. */
export function mantissaStates(magnitude: number): number {
  return mantissaStart + statesOfMantissa * (magnitude < mantissaContexts ? magnitude : mantissaContexts - 1);
}

/** All states before anything was seen. */
export function newStates(): Int32Array {
  return initialStates.slice();
}

const initialStates = makeInitialStates();

function makeInitialStates(): Int32Array {
  const states = new Int32Array(mantissaStart + mantissaContexts * statesOfMantissa).fill(stateOf(0.5, 4));
  for (const [index, chance] of firstChances.entries()) {
    const ladder = index * statesOfLadder;
    for (let step = 0; step < steps; step++) {
      states[downState(ladder, step)] = stateOf(step === 0 ? 0.68 : 0.55, 1);
      states[upState(ladder, step)] = stateOf(step === 0 ? chance : 0.3, 1);
    }
  }
  return states;
}
