import type {
  Heartbeat,
  HeartbeatDisk,
  HeartbeatFilesystem,
  HeartbeatInterface,
  HeartbeatMetrics,
} from "../../agent/protocol.ts";
import { Counters } from "./counters.ts";
import { withMemory } from "./older-agents/memory.ts";

/** One heartbeat as the entity table reads it. */
export interface Reading {
  /** For what is an entity as it was told. */
  readonly heartbeat: Heartbeat;
  /** By how much the agent's clock is ahead of the hub's; `undefined` when that is not known. */
  readonly clockSkewSeconds: number | undefined;
  readonly metrics: Partial<HeartbeatMetrics>;
  /** Bytes a second on all physical interfaces; `null` until there are two readings, or when the counter was reset. */
  readonly receiveRate: number | null;
  readonly sendRate: number | null;
  /** `undefined` when the agent does not report them. */
  readonly filesystems: readonly HeartbeatFilesystem[] | undefined;
  readonly fullest: HeartbeatFilesystem | undefined;
  readonly interfaces: readonly InterfaceReading[] | undefined;
  readonly disks: readonly DiskReading[] | undefined;
}

/** A network interface and its rates, bytes a second. */
export interface InterfaceReading extends HeartbeatInterface {
  readonly receiveRate: number | null;
  readonly sendRate: number | null;
}

/** A disk, its rates in bytes a second, and the share of time in which it had work, percent. */
export interface DiskReading extends HeartbeatDisk {
  readonly readRate: number | null;
  readonly writeRate: number | null;
  readonly busyPercent: number | null;
}

/** Makes readings of the heartbeats of one machine, oldest first. */
export class ReadingMaker {
  readonly #counters = new Counters();

  /** `clockSkewSeconds`: see `Reading`. */
  read(heartbeat: Heartbeat, measuredAt: number, clockSkewSeconds?: number): Reading {
    const metrics = withMemory(heartbeat.metrics ?? {});
    const filesystems = heartbeat.filesystems ?? undefined;
    return {
      heartbeat,
      clockSkewSeconds,
      metrics,
      receiveRate: this.#rate("rx", metrics.network_rx_bytes, measuredAt),
      sendRate: this.#rate("tx", metrics.network_tx_bytes, measuredAt),
      filesystems,
      fullest: filesystems?.reduce(fuller, undefined),
      interfaces: heartbeat.network_interfaces?.map((one) => this.#interface(one, measuredAt)),
      disks: heartbeat.disks?.map((one) => this.#disk(one, measuredAt)),
    };
  }

  #interface(one: HeartbeatInterface, at: number): InterfaceReading {
    return {
      ...one,
      receiveRate: this.#rate(`rx ${one.name}`, one.rx_bytes, at),
      sendRate: this.#rate(`tx ${one.name}`, one.tx_bytes, at),
    };
  }

  #disk(one: HeartbeatDisk, at: number): DiskReading {
    const busyMilliseconds = this.#counters.perSecond(`busy ${one.name}`, one.busy_ms, at);
    return {
      ...one,
      readRate: this.#rate(`read ${one.name}`, one.read_bytes, at),
      writeRate: this.#rate(`write ${one.name}`, one.write_bytes, at),
      busyPercent: busyMilliseconds === null ? null : Math.min(100, Math.round(busyMilliseconds) / 10),
    };
  }

  #rate(key: string, value: number | null | undefined, at: number): number | null {
    const rate = this.#counters.perSecond(key, value, at);
    return rate === null ? null : Math.round(rate);
  }
}

function fuller(fullest: HeartbeatFilesystem | undefined, one: HeartbeatFilesystem): HeartbeatFilesystem | undefined {
  if (one.percent == null) return fullest;
  return fullest?.percent == null || one.percent > fullest.percent ? one : fullest;
}
