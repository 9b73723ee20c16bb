import type { Latest } from "./collectors/background.ts";
import type { ContainerLoad } from "./collectors/container-reader.ts";
import type { CpuReading } from "./collectors/cpu.ts";
import type { DiskReading } from "./collectors/disks.ts";
import type { FilesystemReading } from "./collectors/filesystems.ts";
import type { MemoryReading } from "./collectors/memory.ts";
import type { NetworkReading } from "./collectors/network.ts";
import type { PackageUpdate } from "./collectors/packages.ts";
import type { ProcessesReading } from "./collectors/processes.ts";
import type { Processor } from "./collectors/processor.ts";
import type { RebootReading } from "./collectors/reboot.ts";
import type { SensorReading } from "./collectors/sensors.ts";
import type { KnownSmart } from "./collectors/smart-reader.ts";
import type { SystemReading } from "./collectors/system.ts";
import type { ThrottlingReading } from "./collectors/throttling.ts";
import type { UnitUsage } from "./collectors/unit-reader.ts";

/** What was measured for one heartbeat. `null` is unknown: the host does not tell, or its answer took too long. */
export interface Readings {
  readonly cpu: CpuReading | null;
  readonly processor: Processor | null;
  readonly memory: MemoryReading | null;
  readonly filesystems: readonly FilesystemReading[] | null;
  readonly disks: readonly DiskReading[] | null;
  /** By the disk's name. */
  readonly smart: ReadonlyMap<string, KnownSmart> | null;
  readonly network: NetworkReading | null;
  readonly system: SystemReading | null;
  readonly sensors: readonly SensorReading[] | null;
  readonly throttling: ThrottlingReading | null;
  /** Those that somebody watches. */
  readonly units: readonly UnitUsage[] | null;
  readonly failedUnits: readonly string[] | null;
  readonly containers: readonly ContainerLoad[] | null;
  readonly processes: ProcessesReading | null;
  readonly packages: Latest<readonly PackageUpdate[]> | null;
  readonly reboot: RebootReading | null;
}
