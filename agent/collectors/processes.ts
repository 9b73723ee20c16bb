import type { Surroundings } from "../surroundings.ts";
import { parseCpuTimes } from "./cpu.ts";
import {
  type ProcessStat,
  parseProcessStat,
  parseProcessStatus,
  parseProgramName,
  parseUserNames,
} from "./process-stat.ts";

/** One process and what it takes. */
export interface ProcessReading {
  readonly pid: number;
  readonly name: string;
  readonly user: string | null;
  /** Share of all cores since the last reading, 0..100. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
}

/** The processes that take the most, those first. */
export interface ProcessesReading {
  readonly total: number;
  /** How many of them were looked at: on a host with very many, others follow at the next reading. */
  readonly looked: number;
  readonly byCpu: readonly ProcessReading[];
  readonly byMemory: readonly ProcessReading[];
}

interface Moment {
  readonly ticks: number;
  /** Of all cores since boot, in whatever states. */
  readonly machineTicks: number;
}

interface Load extends ProcessStat {
  readonly cpuPercent: number | null;
}

const leaders = 5;
const firstSampleMilliseconds = 500;
/** 25 µs of processor time each, so 50 ms in all. */
const mostLooks = 2_000;

/** Finds the processes that take the most processor time and memory. Kernel threads are none. */
export class ProcessReader {
  readonly #surroundings: Surroundings;
  readonly #mostLooks: number;
  #momentByProcess = new Map<string, Moment>();
  /** Of the last reading: they are looked at again whatever the turn is. */
  #leaders: readonly number[] = [];
  #turn = 0;
  #isFirst = true;

  constructor(surroundings: Surroundings, mostLooksAtOnce = mostLooks) {
    this.#surroundings = surroundings;
    this.#mostLooks = mostLooksAtOnce;
  }

  /** The first call waits a moment to have two readings. Throws when the host hides its processes. */
  async read(signal: AbortSignal): Promise<ProcessesReading> {
    if (this.#isFirst) {
      this.#isFirst = false;
      const pids = await this.#pids();
      await this.#look(pids.slice(0, this.#mostLooks));
      await this.#surroundings.clock.sleep(firstSampleMilliseconds, signal);
    }
    const pids = await this.#pids();
    const turn = this.#nextTurn(pids);
    const loads = await this.#look(turn);
    const byCpu = loads.filter(({ cpuPercent }) => cpuPercent !== null && cpuPercent > 0);
    const first = byCpu.sort((one, other) => (other.cpuPercent ?? 0) - (one.cpuPercent ?? 0)).slice(0, leaders);
    const largest = loads.sort((one, other) => other.pages - one.pages).slice(0, leaders);
    this.#leaders = [...first, ...largest].map(({ pid }) => pid);
    this.#forgetAllBut(pids);
    return {
      total: pids.length,
      looked: turn.length,
      ...(await this.#describe(first, largest)),
    };
  }

  async #pids(): Promise<readonly number[]> {
    const names = (await this.#surroundings.host.readDirectory("/proc")) ?? [];
    const pids = names.flatMap((name) => (/^\d{1,10}$/.test(name) ? Number(name) : []));
    if (pids.length === 0) throw new Error("/proc has no processes");
    if ((await this.#surroundings.host.readText("/proc/1/stat")) === null) throw new Error(hiddenReason);
    return pids.sort((one, other) => one - other);
  }

  /** So many of them, in turns, and always those that took the most the last time. */
  #nextTurn(pids: readonly number[]): readonly number[] {
    if (pids.length <= this.#mostLooks) return pids;
    const start = this.#turn % pids.length;
    this.#turn = start + this.#mostLooks;
    const turn = [...pids, ...pids].slice(start, start + this.#mostLooks);
    return [...new Set([...this.#leaders, ...turn])];
  }

  async #look(pids: readonly number[]): Promise<Load[]> {
    const { host } = this.#surroundings;
    const machineTicks = sum(parseCpuTimes((await host.readText("/proc/stat")) ?? "").get("cpu") ?? []);
    const loads: Load[] = [];
    for (const pid of pids) {
      const stat = parseProcessStat((await host.readText(`/proc/${pid}/stat`)) ?? "");
      if (!stat) continue;
      const key = `${pid} ${stat.startedAt}`;
      const cpuPercent = share(this.#momentByProcess.get(key), { ticks: stat.ticks, machineTicks });
      loads.push({ ...stat, cpuPercent });
      this.#momentByProcess.set(key, { ticks: stat.ticks, machineTicks });
    }
    return loads;
  }

  #forgetAllBut(pids: readonly number[]): void {
    const living = new Set(pids.map(String));
    for (const key of this.#momentByProcess.keys()) {
      if (!living.has(key.slice(0, key.indexOf(" ")))) this.#momentByProcess.delete(key);
    }
  }

  async #describe(
    first: readonly Load[],
    largest: readonly Load[],
  ): Promise<Pick<ProcessesReading, "byCpu" | "byMemory">> {
    const { host } = this.#surroundings;
    const nameByUid = parseUserNames((await host.readText("/etc/passwd")) ?? "");
    const describe = async ({ pid, name, cpuPercent }: Load): Promise<ProcessReading> => {
      const program = parseProgramName((await host.readText(`/proc/${pid}/cmdline`)) ?? "");
      const { uid, memoryBytes } = parseProcessStatus((await host.readText(`/proc/${pid}/status`)) ?? "");
      const user = uid === null ? null : (nameByUid.get(uid) ?? uid);
      return { pid, name: program ?? name, user, cpuPercent, memoryBytes };
    };
    return { byCpu: await Promise.all(first.map(describe)), byMemory: await Promise.all(largest.map(describe)) };
  }
}

/** proc(5), "hidepid": others than root, and than the group that the mount names, see their own processes only. */
const hiddenReason =
  "/proc hides the processes of other users (hidepid): run the agent as root, or let its user into the group that the mount " +
  "of /proc names with gid=";

function share(before: Moment | undefined, now: Moment): number | null {
  if (!before || now.machineTicks <= before.machineTicks || now.ticks < before.ticks) return null;
  return Math.min(100, ((now.ticks - before.ticks) / (now.machineTicks - before.machineTicks)) * 100);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
