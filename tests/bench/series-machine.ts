import type { EntityDescription } from "../../core/sdk/index.ts";
import type { SeriesCharacter } from "./series-characters.ts";
import { SeededRandom } from "./series-random.ts";
import { clamp, DiskWalk, LoadWalk, MemoryWalk, PowerWalk, round, WorkWalk } from "./series-walks.ts";

const gibibyte = 1024 ** 3;
const interval = 60_000;

/** The metrics of each machine, in the order of a reading's values: names, units and rounding of what agents send. */
export const seriesMetrics: readonly EntityDescription[] = [
  { key: "cpu_percent", name: "CPU", unit: "%", record: "samples" },
  { key: "load_1m", name: "Load, 1 minute", record: "samples" },
  { key: "load_5m", name: "Load, 5 minutes", record: "samples" },
  { key: "load_15m", name: "Load, 15 minutes", record: "samples" },
  { key: "temperature_celsius", name: "Temperature", unit: "°C", record: "samples" },
  { key: "memory_percent", name: "Memory", unit: "%", record: "samples" },
  { key: "memory_used_mb", name: "Memory, used", unit: "MiB", record: "samples" },
  { key: "memory_total_mb", name: "Memory, total", unit: "MiB", record: "samples" },
  { key: "swap_used_mb", name: "Swap, used", unit: "MiB", record: "samples" },
  { key: "swap_total_mb", name: "Swap, total", unit: "MiB", record: "samples" },
  { key: "disk_percent", name: "Root file system", unit: "%", record: "samples" },
  { key: "disk_used_gb", name: "Root file system, used", unit: "GiB", record: "samples" },
  { key: "disk_total_gb", name: "Root file system, size", unit: "GiB", record: "samples" },
  { key: "filesystem_used_bytes", name: "Used", unit: "B", record: "samples" },
  { key: "network_rx_bytes", name: "Received", unit: "B", record: "counter" },
  { key: "network_rx_rate", name: "Receiving", unit: "B/s", record: "samples" },
  { key: "network_tx_rate", name: "Sending", unit: "B/s", record: "samples" },
  { key: "interface_rx_rate", name: "Receiving through the tunnel", unit: "B/s", record: "samples" },
  { key: "interface_tx_rate", name: "Sending through the tunnel", unit: "B/s", record: "samples" },
  { key: "uptime_seconds", name: "Uptime", unit: "s", record: "samples" },
];

/** What one heartbeat holds. */
export interface SeriesReading {
  /** Unix milliseconds. */
  readonly at: number;
  /** In the order of `seriesMetrics`; NaN where the heartbeat has none. */
  readonly values: Float64Array;
}

/** One counted direction of a network interface, as the agent counts it and as the hub makes a rate of it. */
class Traffic {
  total = 0;
  rate = Number.NaN;
  #before: { readonly at: number; readonly total: number } | undefined;

  add(bytes: number): void {
    this.total += Math.round(bytes);
  }

  read(at: number): void {
    const before = this.#before;
    const isKnown = before !== undefined && this.total >= before.total;
    this.rate = isKnown ? Math.round(((this.total - before.total) * 1000) / (at - before.at)) : Number.NaN;
    this.#before = { at, total: this.total };
  }
}

/**
 * One machine that reports once a minute for as long as anyone wants to read. What it says has the rounding of a real agent, and
 * its times have the lateness of a real timer: all metrics of one heartbeat share them.
 */
export class SeriesMachine {
  readonly character: SeriesCharacter;
  /** Unix milliseconds of the next reading. */
  nextAt: number;
  readonly #random: SeededRandom;
  readonly #work: WorkWalk;
  readonly #load = new LoadWalk();
  readonly #memory: MemoryWalk;
  readonly #disk: DiskWalk;
  readonly #power: PowerWalk;
  readonly #received = new Traffic();
  readonly #sent = new Traffic();
  readonly #tunnelReceived = new Traffic();
  readonly #tunnelSent = new Traffic();
  readonly #sendShare: number;
  #temperature: number;
  #bootedAt: number;
  /** When the agent began the measurement that is the next reading. */
  #startedAt: number;

  constructor(character: SeriesCharacter, seed: number, startAt: number) {
    const random = new SeededRandom(seed);
    this.character = character;
    this.#random = random;
    this.#work = new WorkWalk(character, random);
    this.#memory = new MemoryWalk(character, random);
    this.#disk = new DiskWalk(character, random);
    this.#power = new PowerWalk(character, random, startAt);
    this.#sendShare = random.factor(1.5);
    this.#temperature = character.temperature;
    this.#bootedAt = Math.floor(startAt - random.exponential(10) * 86_400_000);
    this.#received.total = Math.floor(random.exponential(5e11));
    this.#startedAt = startAt + Math.floor(random.uniform() * interval);
    this.nextAt = this.#startedAt;
  }

  /** The reading at `nextAt`. */
  read(): SeriesReading {
    const at = this.nextAt;
    const { character } = this;
    const work = this.#work.step(at);
    const cpu = this.#cpu(work);
    const running = (character.cores * cpu * (1 + 0.4 * Math.abs(this.#random.normal()))) / 100 + 0.5 * work;
    const [load1 = 0, load5 = 0, load15 = 0] = this.#load.step(running);
    const { used, swapUsed } = this.#memory.step(work);
    const usedBytes = this.#disk.step(at, work);
    this.#transfer(at, work);
    const values = [
      round(cpu, 1),
      load1,
      load5,
      load15,
      this.#heat(cpu),
      round((used / character.memoryMib) * 100, 1),
      Math.round(used),
      character.memoryMib,
      Math.round(swapUsed),
      character.swapMib,
      // A twentieth is reserved for root, as df(1) counts.
      round((usedBytes / (0.95 * this.#disk.totalBytes)) * 100, 1),
      round(usedBytes / gibibyte, 2),
      round(this.#disk.totalBytes / gibibyte, 2),
      usedBytes,
      this.#received.total,
      this.#received.rate,
      this.#sent.rate,
      this.#tunnelReceived.rate,
      this.#tunnelSent.rate,
      Math.round((at - this.#bootedAt) / 1000),
    ];
    this.#wait();
    return { at, values: Float64Array.from(values) };
  }

  #cpu(work: number): number {
    const { idleCpu, busyCpu } = this.character;
    const idle = idleCpu * (1 + 0.12 * this.#random.normal());
    return clamp(idle + (busyCpu - idleCpu) * work * (1 + 0.1 * this.#random.normal()), 0, 100);
  }

  #heat(cpu: number): number {
    const { temperature, temperatureStep } = this.character;
    this.#temperature += 0.3 * (temperature + 0.25 * cpu - this.#temperature) + 0.3 * this.#random.normal();
    return round(Math.round(this.#temperature / temperatureStep) * temperatureStep, 1);
  }

  #transfer(at: number, work: number): void {
    const { idleTraffic, busyTraffic, tunnelTraffic } = this.character;
    const random = this.#random;
    const seconds = interval / 1000;
    const idle = seconds * idleTraffic * random.factor(0.2);
    const busy = seconds * busyTraffic * work * work * random.factor(0.4);
    this.#received.add(idle + busy);
    this.#sent.add((0.8 * idle + this.#sendShare * busy) * random.factor(0.2));
    const isTunnelUsed = random.chance(0.5 + 0.5 * work);
    const tunnel = isTunnelUsed ? seconds * tunnelTraffic * random.factor(1) : 0;
    this.#tunnelReceived.add(tunnel);
    this.#tunnelSent.add(0.7 * tunnel * random.factor(0.3));
    for (const traffic of [this.#received, this.#sent, this.#tunnelReceived, this.#tunnelSent]) traffic.read(at);
  }

  /** A timer is up to 2 ms late and the lateness stays; what reading takes, a few milliseconds and sometimes many, does not. */
  #wait(): void {
    const random = this.#random;
    this.#startedAt += interval + Math.floor(3 * random.uniform() ** 2);
    const stall = random.chance(0.004) ? random.exponential(150) : 0;
    this.nextAt = this.#startedAt + 12 + Math.round(random.exponential(2) + stall);
    const onAt = this.#power.offUntil(this.nextAt);
    if (onAt !== undefined) this.#boot(Math.floor(onAt));
  }

  #boot(at: number): void {
    this.#bootedAt = at;
    this.#startedAt = at + 15_000 + Math.floor(10_000 * this.#random.uniform());
    this.nextAt = this.#startedAt + 500;
    this.#memory.reboot();
    for (const traffic of [this.#received, this.#sent, this.#tunnelReceived, this.#tunnelSent]) traffic.total = 0;
  }
}
