import type { Heartbeat } from "../../../agent/protocol.ts";

/** What a heartbeat says of the agent itself, apart from its machine. */
export interface Sighting {
  readonly transport: "http" | "mqtt";
  /** It is the agent that the hub runs for its own machine. */
  readonly isLocal: boolean;
  /** `null`: an agent from before updates. */
  readonly updatesEnabled: boolean | null;
  /** Heartbeats that it could not keep while the hub was away. */
  readonly droppedHeartbeats: number | null;
}

/** The way a heartbeat came. */
export type Arrival = Pick<Sighting, "transport" | "isLocal">;

/** How each agent was seen last, by machine id. After a start of the hub an agent is unknown until it reports. */
export class Sightings {
  readonly #sightings = new Map<string, Sighting>();

  of(machineId: string): Sighting | undefined {
    return this.#sightings.get(machineId);
  }

  note(machineId: string, heartbeat: Heartbeat, arrival: Arrival): void {
    const { agent_updates_enabled: updatesEnabled = null, dropped_heartbeats: droppedHeartbeats = null } = heartbeat;
    this.#sightings.set(machineId, { ...arrival, updatesEnabled, droppedHeartbeats });
  }

  forget(machineId: string): void {
    this.#sightings.delete(machineId);
  }
}
