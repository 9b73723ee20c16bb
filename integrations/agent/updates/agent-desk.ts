import type { Heartbeat, HeartbeatAnswer } from "../../../agent/protocol.ts";
import type { AgentUpdates } from "./agent-updates.ts";
import type { Arrival, Sightings } from "./sightings.ts";

/** What the hub does with each heartbeat for the sake of the agent that sent it. */
export class AgentDesk {
  readonly #updates: AgentUpdates;
  readonly #sightings: Sightings;

  constructor(updates: AgentUpdates, sightings: Sightings) {
    this.#updates = updates;
    this.#sightings = sightings;
  }

  /** Notes what the agent says of itself, and adds to its answer what is offered to it. */
  serve(answer: HeartbeatAnswer, heartbeat: Heartbeat, arrival: Arrival): HeartbeatAnswer {
    const id = answer.server_id;
    this.#sightings.note(id, heartbeat, arrival);
    this.#updates.heard(id, heartbeat);
    return { ...answer, agent_update: this.#updates.offerFor(id) };
  }
}
