import type { Surroundings } from "../surroundings.ts";
import { countCores } from "./processor.ts";
import { parseUnitNames, parseUnits, type UnitReading, unitProperties, unknownUnit } from "./units.ts";

/** A unit, and the load that it makes. */
export interface UnitUsage extends UnitReading {
  /** Share of all cores since the last reading, 0..100; unknown at first and after a restart. */
  readonly cpuPercent: number | null;
}

/** Names that systemctl takes for a unit, and not for an option or a pattern of names; systemd.unit(5). */
const unitName = /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,254}$/;
const mostUnits = 100;
const deadlineMilliseconds = 4_000;

/** Asks systemd about the units that somebody watches. */
export class UnitReader {
  readonly #surroundings: Surroundings;
  #previous = new Map<string, { readonly nanoseconds: number; readonly at: number }>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** One for each name, in their order. Throws when systemd does not answer. */
  async read(names: readonly string[], signal: AbortSignal): Promise<readonly UnitUsage[]> {
    const asked = [...new Set(names)].slice(0, mostUnits);
    const units = new Map((await this.#show(asked.filter(isUnitName), signal)).map((unit) => [unit.name, unit]));
    const cores = countCores((await this.#surroundings.host.readText("/proc/stat")) ?? "") ?? 1;
    const at = this.#surroundings.clock.monotonic();
    const previous = this.#previous;
    this.#previous = new Map();
    return asked.map((name) => {
      const unit = units.get(name) ?? unknownUnit(name, "This is no name of a unit");
      const before = previous.get(name);
      const nanoseconds = unit.cpuNanoseconds;
      if (nanoseconds === null) return { ...unit, cpuPercent: null };
      this.#previous.set(name, { nanoseconds, at });
      const elapsed = before ? (at - before.at) * 1e6 * cores : 0;
      const isKnown = before !== undefined && elapsed > 0 && nanoseconds >= before.nanoseconds;
      return { ...unit, cpuPercent: isKnown ? ((nanoseconds - before.nanoseconds) / elapsed) * 100 : null };
    });
  }

  async #show(names: readonly string[], signal: AbortSignal): Promise<readonly UnitReading[]> {
    if (names.length === 0) return [];
    const { host } = this.#surroundings;
    const unknown = (reason: string) => names.map((name) => unknownUnit(name, reason));
    if (!(await runsSystemd(this.#surroundings))) return unknown("systemd does not run here");
    const parameters = ["show", "--no-pager", `--property=${unitProperties.join(",")}`, "--", ...names];
    const result = await host.run("systemctl", parameters, { deadlineMilliseconds, signal });
    if (result === null) return unknown("systemctl cannot be run from here");
    if (result.exitCode !== 0) throw new Error(result.errors.trim() || `systemctl ended with ${result.exitCode}`);
    return parseUnits(result.output, names);
  }
}

/** The names of all units of the machine that failed; `null` where systemd does not run or cannot be asked from here. */
export async function readFailedUnits(
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  if (!(await runsSystemd(surroundings))) return null;
  const parameters = ["list-units", "--state=failed", "--plain", "--no-legend", "--no-pager", "--full"];
  const result = await surroundings.host.run("systemctl", parameters, { deadlineMilliseconds, signal });
  if (result === null) return null;
  if (result.exitCode !== 0) throw new Error(result.errors.trim() || `systemctl ended with ${result.exitCode}`);
  return parseUnitNames(result.output);
}

/** sd_booted(3). */
function runsSystemd({ host }: Surroundings): Promise<boolean> {
  return host.exists("/run/systemd/system");
}

function isUnitName(name: string): boolean {
  return unitName.test(name);
}
