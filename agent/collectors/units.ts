import { parseCount } from "./counts.ts";

/** One systemd unit. `null` is unknown. */
export interface UnitReading {
  /** As it was asked for: `plex`, `backup.timer`. */
  readonly name: string;
  readonly status: "running" | "stopped" | "failed" | "unknown";
  /** Why, in systemd's words; `null` when there is nothing to add. */
  readonly reason: string | null;
  readonly pid: number | null;
  /** Memory of all its processes, their share of the file cache included. */
  readonly memoryBytes: number | null;
  /** Processor time of all its processes since it started. */
  readonly cpuNanoseconds: number | null;
  /** How often systemd restarted it by itself since it was last started by hand. */
  readonly restarts: number | null;
  /** Unix ms. */
  readonly activeSince: number | null;
}

/** What `systemctl show` is asked for. */
export const unitProperties = [
  "LoadState",
  "ActiveState",
  "SubState",
  "Result",
  "MainPID",
  "MemoryCurrent",
  "CPUUsageNSec",
  "NRestarts",
  "ActiveEnterTimestamp",
] as const;

type Properties = ReadonlyMap<string, string>;

/**
 * Reads what `systemctl show` printed of units: a block of `Name=value` for each, in the order in which they were named. Throws
 * when it is not one block for each.
 */
export function parseUnits(output: string, names: readonly string[]): readonly UnitReading[] {
  const blocks = output.trim() === "" ? [] : output.trim().split(/\n\s*\n/);
  if (blocks.length !== names.length) {
    throw new Error(`systemctl told of ${blocks.length} units where ${names.length} were asked for`);
  }
  return blocks.map((block, index) => readUnit(names[index] ?? "", parseProperties(block)));
}

/** A unit of which nothing is known. */
export function unknownUnit(name: string, reason: string): UnitReading {
  const nothing = { pid: null, memoryBytes: null, cpuNanoseconds: null, restarts: null, activeSince: null };
  return { name, status: "unknown", reason, ...nothing };
}

function parseProperties(block: string): Properties {
  return new Map(
    block.split("\n").flatMap((line) => {
      const equals = line.indexOf("=");
      return equals > 0 ? [[line.slice(0, equals), line.slice(equals + 1).trim()] as const] : [];
    }),
  );
}

function readUnit(name: string, properties: Properties): UnitReading {
  const loaded = properties.get("LoadState") ?? "";
  if (loaded === "not-found") return unknownUnit(name, "There is no such unit");
  if (loaded !== "loaded" && loaded !== "masked") return unknownUnit(name, `The unit cannot be loaded: ${loaded}`);
  const isMasked = loaded === "masked" && properties.get("ActiveState") === "inactive";
  return {
    name,
    ...(isMasked ? { status: "stopped", reason: "masked" } : statusOf(properties)),
    pid: parseCount(properties.get("MainPID")) || null,
    memoryBytes: parseUsage(properties.get("MemoryCurrent")),
    cpuNanoseconds: parseUsage(properties.get("CPUUsageNSec")),
    restarts: parseUsage(properties.get("NRestarts")),
    activeSince: parseTimestamp(properties.get("ActiveEnterTimestamp")),
  };
}

/** The states of org.freedesktop.systemd1(5), "ActiveState"; what is on its way up does its work or will in a moment. */
function statusOf(properties: Properties): Pick<UnitReading, "status" | "reason"> {
  const state = properties.get("ActiveState") ?? "";
  const subState = properties.get("SubState") ?? "";
  const result = properties.get("Result") ?? "";
  const trouble = result === "success" || result === "" ? null : result;
  switch (state) {
    case "active":
    case "reloading":
    case "refreshing":
      return { status: "running", reason: state === "active" && subState !== "exited" ? null : subState || state };
    case "activating":
      // systemd waits before it starts it once more: it crashes in a loop.
      if (subState.startsWith("auto-restart")) return { status: "failed", reason: `restarting after ${result}` };
      return { status: "running", reason: subState || state };
    case "failed":
      return { status: "failed", reason: trouble ?? (subState || state) };
    case "inactive":
      return { status: "stopped", reason: trouble };
    case "deactivating":
      return { status: "stopped", reason: subState || state };
    default:
      return { status: "unknown", reason: state || "systemd does not tell" };
  }
}

/** systemd writes `[not set]`, or the largest number of 64 bits, for what it does not count. */
function parseUsage(text: string | undefined): number | null {
  const count = parseCount(text);
  return count === null || count >= 2 ** 64 - 1 ? null : count;
}

/** `Thu 2026-01-15 10:00:00 UTC`; systemctl runs in UTC. Blank or `n/a` for a unit that never was active. */
function parseTimestamp(text: string | undefined): number | null {
  const [, day, time] = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC$/.exec(text ?? "") ?? [];
  const moment = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(moment) ? null : moment;
}

/** The names in `systemctl list-units --plain --no-legend`: the first column. */
export function parseUnitNames(output: string): readonly string[] {
  return output.split("\n").flatMap((line) => line.trim().split(/\s+/)[0] || []);
}
