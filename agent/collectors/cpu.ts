import type { Surroundings } from "../surroundings.ts";
import { parseCount } from "./counts.ts";

/** Time spent in each state since boot, in clock ticks, in the order of proc_stat(5). */
export type CpuTimes = readonly number[];

/** What the processor did between two moments, 0..100. `null` is unknown. */
export interface CpuReading {
  /** Busy share of all cores. */
  readonly busyPercent: number | null;
  /** Share of time in which nothing ran and a disk was waited for. */
  readonly iowaitPercent: number | null;
  /** Share of time that the hypervisor gave to others. */
  readonly stealPercent: number | null;
  /** Busy share of each core, by its number; one that was switched off in between is unknown. */
  readonly corePercents: readonly (number | null)[];
}

/** user, nice, system, idle, iowait, irq, softirq, steal; what follows (guest times) is already part of user and nice. */
const stateCount = 8;
const idle = 3;
const iowait = 4;
const steal = 7;

const firstSampleMilliseconds = 500;

/** Measures load between two moments, so it keeps the last one. */
export class CpuMeter {
  readonly #surroundings: Surroundings;
  #previous: ReadonlyMap<string, CpuTimes> = new Map();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The load since the last call; the first call waits a moment to have two. */
  async read(signal: AbortSignal): Promise<CpuReading> {
    if (this.#previous.size === 0) {
      this.#previous = await this.#times();
      await this.#surroundings.clock.sleep(firstSampleMilliseconds, signal);
    }
    const previous = this.#previous;
    const current = await this.#times();
    this.#previous = current;
    const busy = (name: string) => busyPercent(previous.get(name) ?? [], current.get(name) ?? []);
    const total = [previous.get("cpu") ?? [], current.get("cpu") ?? []] as const;
    return {
      busyPercent: busy("cpu"),
      iowaitPercent: sharePercent(...total, iowait),
      stealPercent: sharePercent(...total, steal),
      corePercents: [...current.keys()].filter((name) => name !== "cpu").map(busy),
    };
  }

  async #times(): Promise<ReadonlyMap<string, CpuTimes>> {
    return parseCpuTimes((await this.#surroundings.host.readText("/proc/stat")) ?? "");
  }
}

/** The lines of /proc/stat: `cpu` for all cores, `cpu0` and so on for each. Old kernels have fewer states. */
export function parseCpuTimes(stat: string): ReadonlyMap<string, CpuTimes> {
  const timesByName = new Map<string, CpuTimes>();
  for (const line of stat.split("\n")) {
    if (!/^cpu\d{0,5} /.test(line)) continue;
    const [name = "", ...fields] = line.trim().split(/\s+/);
    const times = fields.slice(0, stateCount).map(parseCount);
    if (times.length > idle && times.every((ticks) => ticks !== null)) timesByName.set(name, times);
  }
  return timesByName;
}

/**
 * Waiting for a disk is idle, time that the hypervisor stole is busy: the reading of psutil and htop. `null` when no time
 * passed, or when one of the moments is not known.
 */
export function busyPercent(previous: CpuTimes, current: CpuTimes): number | null {
  const deltas = deltasOf(previous, current);
  if (deltas === null) return null;
  const idling = (deltas.states[idle] ?? 0) + (deltas.states[iowait] ?? 0);
  // Not the total less the idle: of huge counters the difference would be rounded to below 0.
  const busy = deltas.states.reduce((sum, ticks, state) => (state === idle || state === iowait ? sum : sum + ticks), 0);
  return (busy / (busy + idling)) * 100;
}

function sharePercent(previous: CpuTimes, current: CpuTimes, state: number): number | null {
  const deltas = deltasOf(previous, current);
  const ticks = deltas?.states[state];
  return deltas === null || ticks === undefined ? null : (ticks / deltas.total) * 100;
}

/** A state that went backwards (iowait does, a core taken offline too: proc_stat(5)) counts as unchanged. */
function deltasOf(previous: CpuTimes, current: CpuTimes): { readonly total: number; readonly states: CpuTimes } | null {
  if (previous.length === 0) return null;
  const states = current.map((ticks, state) => Math.max(0, ticks - (previous[state] ?? 0)));
  const total = states.reduce((sum, delta) => sum + delta, 0);
  return total === 0 || !Number.isFinite(total) ? null : { total, states };
}
