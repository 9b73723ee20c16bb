import type { Surroundings } from "../surroundings.ts";
import { parseCount } from "./counts.ts";

/** Time that all cores spent in each state since boot, in clock ticks, in the order of proc_stat(5). */
export type CpuTimes = readonly number[];

/** user, nice, system, idle, iowait, irq, softirq, steal; what follows (guest times) is already part of user and nice. */
const stateCount = 8;
const idle = 3;
const iowait = 4;

const firstSampleMilliseconds = 500;

/** Measures load between two moments, so it keeps the last one. */
export class CpuMeter {
  readonly #surroundings: Surroundings;
  #previous: CpuTimes | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Busy percent since the last call; the first call waits a moment to have two. */
  async read(signal: AbortSignal): Promise<number | null> {
    if (!this.#previous) {
      this.#previous = await this.#times();
      await this.#surroundings.clock.sleep(firstSampleMilliseconds, signal);
    }
    const current = await this.#times();
    const percent = this.#previous && current && busyPercent(this.#previous, current);
    this.#previous = current;
    return percent;
  }

  async #times(): Promise<CpuTimes | null> {
    return parseCpuTimes((await this.#surroundings.host.readText("/proc/stat")) ?? "");
  }
}

/** The line of all cores in /proc/stat. Old kernels have fewer states. */
export function parseCpuTimes(stat: string): CpuTimes | null {
  const line = stat.split("\n").find((candidate) => candidate.startsWith("cpu "));
  if (!line) return null;
  const times: number[] = [];
  for (const field of line
    .trim()
    .split(/\s+/)
    .slice(1, 1 + stateCount)) {
    const ticks = parseCount(field);
    if (ticks === null) return null;
    times.push(ticks);
  }
  return times.length > idle ? times : null;
}

/**
 * Waiting for a disk is idle, time that the hypervisor stole is busy: the reading of psutil and htop. A state that went
 * backwards (iowait does, a core taken offline too: proc_stat(5)) counts as unchanged. `null` when no time passed.
 */
export function busyPercent(previous: CpuTimes, current: CpuTimes): number | null {
  const deltas = current.map((ticks, state) => Math.max(0, ticks - (previous[state] ?? 0)));
  const total = deltas.reduce((sum, delta) => sum + delta, 0);
  if (total === 0 || !Number.isFinite(total)) return null;
  const resting = (deltas[idle] ?? 0) + (deltas[iowait] ?? 0);
  return ((total - resting) / total) * 100;
}
