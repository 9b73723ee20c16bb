import type { FilesystemReading } from "./collectors/filesystems.ts";
import type { MemoryReading } from "./collectors/memory.ts";
import type { NetworkReading } from "./collectors/network.ts";
import type { Processor } from "./collectors/processor.ts";
import type { SystemReading } from "./collectors/system.ts";

/** What was measured for one heartbeat. `null` is unknown: the host does not tell, or its answer took too long. */
export interface Readings {
  /** Busy share of all cores since the last reading, 0..100. */
  readonly cpuPercent: number | null;
  readonly processor: Processor | null;
  readonly memory: MemoryReading | null;
  readonly filesystems: readonly FilesystemReading[] | null;
  readonly network: NetworkReading | null;
  readonly system: SystemReading | null;
  readonly rebootRequired: boolean | null;
}
