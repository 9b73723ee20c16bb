import type { Heartbeat, HeartbeatFilesystem, HeartbeatInterface, HeartbeatMetrics } from "../../agent/protocol.ts";

/** One heartbeat as the entity table reads it. */
export interface Reading {
  readonly metrics: Partial<HeartbeatMetrics>;
  /** Bytes a second on all physical interfaces; `null` until there are two readings, or when the counter was reset. */
  readonly receiveRate: number | null;
  readonly sendRate: number | null;
  /** `undefined` when the agent does not report them. */
  readonly filesystems: readonly HeartbeatFilesystem[] | undefined;
  readonly fullest: HeartbeatFilesystem | undefined;
  readonly interfaces: readonly InterfaceReading[] | undefined;
}

/** A network interface and its rates, bytes a second. */
export interface InterfaceReading extends HeartbeatInterface {
  readonly receiveRate: number | null;
  readonly sendRate: number | null;
}

/** Makes readings of the heartbeats of one machine, oldest first. */
export class ReadingMaker {
  readonly #counters = new Map<string, { readonly value: number; readonly at: number }>();

  read(heartbeat: Heartbeat, measuredAt: number): Reading {
    const metrics = heartbeat.metrics ?? {};
    const filesystems = heartbeat.filesystems ?? undefined;
    return {
      metrics,
      receiveRate: this.#rate("rx", metrics.network_rx_bytes, measuredAt),
      sendRate: this.#rate("tx", metrics.network_tx_bytes, measuredAt),
      filesystems,
      fullest: filesystems?.reduce(fuller, undefined),
      interfaces: heartbeat.network_interfaces?.map((one) => ({
        ...one,
        receiveRate: this.#rate(`rx ${one.name}`, one.rx_bytes, measuredAt),
        sendRate: this.#rate(`tx ${one.name}`, one.tx_bytes, measuredAt),
      })),
    };
  }

  /** A counter that went down was reset by a reboot: what it counted in between is unknown. */
  #rate(key: string, value: number | null | undefined, at: number): number | null {
    if (value == null) return null;
    const before = this.#counters.get(key);
    if (before && at <= before.at) return null;
    this.#counters.set(key, { value, at });
    if (!before || value < before.value) return null;
    return Math.round(((value - before.value) * 1000) / (at - before.at));
  }
}

function fuller(fullest: HeartbeatFilesystem | undefined, one: HeartbeatFilesystem): HeartbeatFilesystem | undefined {
  if (one.percent == null) return fullest;
  return fullest?.percent == null || one.percent > fullest.percent ? one : fullest;
}
