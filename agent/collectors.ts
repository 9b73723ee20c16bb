import { Background } from "./collectors/background.ts";
import { BoundedRead } from "./collectors/bounded-read.ts";
import { ContainerReader } from "./collectors/container-reader.ts";
import { CpuMeter } from "./collectors/cpu.ts";
import { readDisks } from "./collectors/disks.ts";
import { FilesystemReader } from "./collectors/filesystems.ts";
import { readMemory } from "./collectors/memory.ts";
import { readNetwork } from "./collectors/network.ts";
import { type PackageUpdate, packagesFingerprint, readPackageUpdates } from "./collectors/packages.ts";
import { ProcessReader } from "./collectors/processes.ts";
import { ProcessorReader } from "./collectors/processor.ts";
import { readReboot } from "./collectors/reboot.ts";
import { readSensors } from "./collectors/sensors.ts";
import { type KnownSmart, SmartReader } from "./collectors/smart-reader.ts";
import { readSystem } from "./collectors/system.ts";
import { readThrottling } from "./collectors/throttling.ts";
import { readFailedUnits, UnitReader } from "./collectors/unit-reader.ts";
import type { Readings } from "./readings.ts";
import type { Surroundings } from "./surroundings.ts";

/** Those that run in the background. */
type CostlyName = "packages" | "smart" | "failedUnits";

/** What is asked at every heartbeat, one collector for each reading. */
export type Collectors = {
  readonly [Name in Exclude<keyof Readings, CostlyName>]: BoundedRead<Readings[Name]>;
};

/** What is asked at its own pace while heartbeats go on. */
export interface CostlyCollectors {
  readonly packages: Background<readonly PackageUpdate[]>;
  readonly smart: Background<ReadonlyMap<string, KnownSmart>>;
  readonly failedUnits: Background<readonly string[]>;
}

const collectorDeadline = 5_000;
const minute = 60_000;

/** `unitNames` tells which systemd units somebody watches at present. */
export function createCollectors(surroundings: Surroundings, unitNames: () => readonly string[]): Collectors {
  const { host } = surroundings;
  const bounded = <Reading>(name: string, read: (signal: AbortSignal) => Promise<Reading>) =>
    new BoundedRead({ ...surroundings, name, read, deadlineMilliseconds: collectorDeadline });
  const cpu = new CpuMeter(surroundings);
  const processor = new ProcessorReader(host);
  const filesystems = new FilesystemReader(surroundings);
  const units = new UnitReader(surroundings);
  const containers = new ContainerReader(host);
  const processes = new ProcessReader(surroundings);
  return {
    cpu: bounded("processor load", (signal) => cpu.read(signal)),
    processor: bounded("processor", () => processor.read()),
    memory: bounded("memory", () => readMemory(host)),
    filesystems: bounded("file systems", (signal) => filesystems.read(signal)),
    disks: bounded("disks", () => readDisks(host)),
    network: bounded("network", () => readNetwork(host)),
    system: bounded("system", () => readSystem(host)),
    sensors: bounded("temperatures", () => readSensors(host)),
    throttling: bounded("throttling", (signal) => readThrottling(host, signal)),
    units: bounded("systemd units", (signal) => units.read(unitNames(), signal)),
    containers: bounded("containers", (signal) => containers.read(signal)),
    processes: bounded("processes", (signal) => processes.read(signal)),
    reboot: bounded("pending reboot", () => readReboot(host)),
  };
}

/** The costly collectors, and how often each is asked. */
export function createCostlyCollectors(surroundings: Surroundings): CostlyCollectors {
  const { host } = surroundings;
  const smart = new SmartReader(surroundings);
  return {
    packages: new Background({
      ...surroundings,
      name: "package updates",
      read: (signal) => readPackageUpdates(host, signal),
      everyMilliseconds: 30 * minute,
      fingerprint: () => packagesFingerprint(host),
    }),
    smart: new Background({
      ...surroundings,
      name: "disk health",
      read: (signal) => smart.read(signal),
      everyMilliseconds: 30 * minute,
    }),
    failedUnits: new Background({
      ...surroundings,
      name: "failed units",
      read: (signal) => readFailedUnits(surroundings, signal),
      everyMilliseconds: minute,
      keepMilliseconds: 5 * minute,
    }),
  };
}
