import { type Character, largeFleet } from "../support/simulated-fleet.ts";
import type { Scenario } from "./scenario.ts";

/** The name of a time without a scenario. */
export const calmName = "nothing happens";
/** Until every machine is known, in minutes. */
const warmUp = 5;
/** What is well below every threshold, in percent. */
const [calmCpu, calmFilesystem] = [45, 60];

/** What is to be simulated. */
export interface DayOptions {
  readonly machines: number;
  /** `null`: just as long as the scenarios take. */
  readonly hours: number | null;
  readonly scenarios: readonly Scenario[];
}

/** A part of the day: a scenario, or a time in which nothing happens. */
export interface Part {
  readonly scenario: Scenario;
  readonly minutes: number;
}

/** Who takes part in a day, and what happens when. */
export interface DayPlan {
  readonly parts: readonly Part[];
  /** Those of the scenarios first. */
  readonly fleet: readonly Character[];
}

/** Thrown for a day that cannot be: too few machines, or too few hours. */
export class PlanError extends Error {}

/** Spreads the scenarios over the day, one after the other, with calm between them where there is time for it. */
export function planDay({ machines, hours, scenarios }: DayOptions): DayPlan {
  const needed = warmUp + scenarios.reduce((sum, { lasts }) => sum + lasts, 0);
  const total = hours === null ? needed : hours * 60;
  if (total < needed) throw new PlanError(`These scenarios take ${Math.ceil(needed / 60)} hours`);
  const named = scenarios.flatMap((scenario) => scenario.machines);
  if (named.length > machines) throw new PlanError(`These scenarios take ${named.length} machines`);
  const pause = Math.floor((total - needed) / (scenarios.length + 1));
  const parts = scenarios.flatMap((scenario) => [...calmFor(pause), { scenario, minutes: scenario.lasts }]);
  const rest = total - needed - pause * scenarios.length;
  const fleet = largeFleet(machines).map((character, number) => calmed(character, named[number] ?? `calm-${number}`));
  return { parts: [...calmFor(warmUp), ...parts, ...calmFor(rest)], fleet };
}

function calmFor(minutes: number): readonly Part[] {
  const scenario = { name: calmName, machines: [], lasts: minutes, alerts: [], messages: [] };
  return minutes > 0 ? [{ scenario, minutes }] : [];
}

/** A machine that never has a reason to complain by itself. */
function calmed(character: Character, id: string): Character {
  const mounts = character.mounts.map(
    ([mount, type, gib, percent]) => [mount, type, gib, Math.min(percent, calmFilesystem)] as const,
  );
  return { ...character, id, mounts, cpu: Math.min(character.cpu, calmCpu) };
}
