import { canonicalUnit } from "./unit-name.ts";
import type { Unit } from "./units.ts";

/** A unit that the user expects to run, as the hub sends it. */
export interface ExpectedUnit {
  readonly service_name: string;
  /** For people. */
  readonly display_name: string | null;
  readonly is_critical: boolean;
  readonly enabled: boolean;
}

/** A part of `GET /machines/{id}/services`. */
export interface ExpectedUnitList {
  readonly services: readonly ExpectedUnit[];
}

const byUrgency = ["failed", "unknown", "stopped", "waiting", "running", "unwatched"] as const;

/** How a unit is; `waiting` is expected and not reported yet, `unwatched` is switched off. */
export type UnitState = (typeof byUrgency)[number];

/** A unit that the agent reports, that the user expects, or both. */
export interface UnitRow {
  /** As the hub knows it. */
  readonly name: string;
  readonly title: string;
  readonly state: UnitState;
  readonly reported: Unit | null;
  readonly expected: ExpectedUnit | null;
}

/** Puts together what an agent reports and what the user expects; what needs somebody comes first, then by what people call it. */
export function rowsOf(reported: readonly Unit[], expected: readonly ExpectedUnit[]): readonly UnitRow[] {
  const unitOf = new Map(reported.map((unit) => [canonicalUnit(unit.name), unit]));
  const expectationOf = new Map(expected.map((unit) => [unit.service_name, unit]));
  const names = new Set([...unitOf.keys(), ...expectationOf.keys()]);
  const rows = [...names].map((name) => rowOf(name, unitOf.get(name) ?? null, expectationOf.get(name) ?? null));
  return rows.toSorted((one, other) => urgency(one) - urgency(other) || one.title.localeCompare(other.title));
}

/** How many of those that are watched run, and whether one of them does not run that should. */
export function countsOf(rows: readonly UnitRow[]) {
  const watched = rows.filter(({ state }) => state !== "unwatched").map(({ state }) => state);
  return {
    running: watched.filter((state) => state === "running").length,
    total: watched.length,
    hasTrouble: watched.some((state) => state !== "running" && state !== "waiting"),
  };
}

function rowOf(name: string, reported: Unit | null, expected: ExpectedUnit | null): UnitRow {
  return { name, title: expected?.display_name ?? name, state: stateOf(reported, expected), reported, expected };
}

/** An agent goes on for a heartbeat or two with what it was told before. */
function stateOf(reported: Unit | null, expected: ExpectedUnit | null): UnitState {
  if (expected && !expected.enabled) return "unwatched";
  return reported?.status ?? "waiting";
}

function urgency({ state }: UnitRow): number {
  return byUrgency.indexOf(state);
}
