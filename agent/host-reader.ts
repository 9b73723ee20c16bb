import { setMaxListeners } from "node:events";
import { BoundedRead } from "./collectors/bounded-read.ts";
import { CpuMeter } from "./collectors/cpu.ts";
import { FilesystemReader } from "./collectors/filesystems.ts";
import { readMemory } from "./collectors/memory.ts";
import { readNetwork } from "./collectors/network.ts";
import { type Processor, readProcessor } from "./collectors/processor.ts";
import { readRebootRequired } from "./collectors/reboot.ts";
import { readSystem } from "./collectors/system.ts";
import type { Readings } from "./readings.ts";
import type { Surroundings } from "./surroundings.ts";

const collectorDeadline = 5_000;

/** Measures the host: all collectors at once, each with its own deadline, none able to stop another. */
export class HostReader {
  readonly #surroundings: Surroundings;
  readonly #cpu: BoundedRead<number | null>;
  readonly #processor: BoundedRead<Processor>;
  readonly #memory: BoundedRead<Readings["memory"]>;
  readonly #filesystems: BoundedRead<Readings["filesystems"]>;
  readonly #network: BoundedRead<Readings["network"]>;
  readonly #system: BoundedRead<Readings["system"]>;
  readonly #rebootRequired: BoundedRead<boolean | null>;
  /** Read once: on hosts with many cores /proc/cpuinfo is dear, and it does not change. */
  #knownProcessor: Processor | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { host } = surroundings;
    const cpu = new CpuMeter(surroundings);
    const filesystems = new FilesystemReader(surroundings);
    this.#cpu = this.#bounded("processor load", (signal) => cpu.read(signal));
    this.#processor = this.#bounded("processor", () => readProcessor(host));
    this.#memory = this.#bounded("memory", () => readMemory(host));
    this.#filesystems = this.#bounded("file systems", (signal) => filesystems.read(signal));
    this.#network = this.#bounded("network", () => readNetwork(host));
    this.#system = this.#bounded("system", () => readSystem(host));
    this.#rebootRequired = this.#bounded("pending reboot", () => readRebootRequired(host));
  }

  /** Never rejects. `signal` ends what still waits. */
  async read(signal: AbortSignal): Promise<Readings> {
    // One listener per collector and file system, all gone at the end; Node would take more than ten for a leak.
    setMaxListeners(0, signal);
    const [cpuPercent, processor, memory, filesystems, network, system, rebootRequired] = await Promise.all([
      this.#cpu.read(signal),
      this.#knownProcessor ?? this.#processor.read(signal),
      this.#memory.read(signal),
      this.#filesystems.read(signal),
      this.#network.read(signal),
      this.#system.read(signal),
      this.#rebootRequired.read(signal),
    ]);
    this.#knownProcessor = processor;
    return { cpuPercent, processor, memory, filesystems, network, system, rebootRequired };
  }

  #bounded<Reading>(name: string, read: (signal: AbortSignal) => Promise<Reading>): BoundedRead<Reading> {
    const { clock, log } = this.#surroundings;
    return new BoundedRead({ name, read, clock, log, deadlineMilliseconds: collectorDeadline });
  }
}
