import type { Clock, Logger } from "../sdk/index.ts";
import type { MachineRegistry } from "./registry.ts";

/** How often the hub looks, in seconds. */
export const livenessCheckSeconds = 10;

/**
 * Judges who is online by the hub's own clock at receipt. A machine is offline after the longer of the time
 * that is configured and three of its intervals without a heartbeat. After a start of the hub every machine gets a full period first. The clock used does not step and does not run
 * while the hub's host sleeps, so neither raises a false alarm.
 */
export class Liveness {
  readonly #machines: MachineRegistry;
  readonly #clock: Clock;
  readonly #log: Logger;
  /** When each machine was last heard from, on the clock that never steps. */
  readonly #heard = new Map<string, number>();
  readonly #startedAt: number;
  #offlineAfterSeconds: number;

  constructor(machines: MachineRegistry, clock: Clock, log: Logger, offlineAfterSeconds = 180) {
    this.#machines = machines;
    this.#clock = clock;
    this.#log = log;
    this.#startedAt = clock.monotonic();
    this.#offlineAfterSeconds = offlineAfterSeconds;
  }

  /** Sets how long a machine may be silent at least, from now on. */
  allow(seconds: number): void {
    this.#offlineAfterSeconds = seconds;
  }

  /** Notes a heartbeat, received now. */
  seen(machineId: string, intervalSeconds: number): void {
    this.#heard.set(machineId, this.#clock.monotonic());
    this.#machines.seen(machineId, this.#clock.now(), intervalSeconds);
  }

  /** Puts machines offline whose time is up. */
  check(): void {
    const now = this.#clock.monotonic();
    for (const machine of this.#machines.list()) {
      if (machine.status !== "online") continue;
      const silentSeconds = (now - (this.#heard.get(machine.id) ?? this.#startedAt)) / 1000;
      const allowedSeconds = Math.max(this.#offlineAfterSeconds, 3 * (machine.intervalSeconds ?? 0));
      if (silentSeconds <= allowedSeconds) continue;
      this.#machines.setStatus(machine.id, "offline");
      this.#log.warn(`${machine.id} is offline: no heartbeat for ${Math.round(silentSeconds)} s`);
    }
  }
}
