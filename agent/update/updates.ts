import type { Heartbeat } from "../protocol.ts";
import type { UpdateOffer } from "./offer.ts";

/** How far the agent is with an update, as a heartbeat says it. */
export type UpdateProgress = NonNullable<Heartbeat["agent_update"]>;

/** What every heartbeat says of updates. */
export interface UpdateReport {
  readonly agent_updates_enabled: boolean;
  readonly agent_update: UpdateProgress | null;
}

/** What the agent's heartbeats and their answers have to do with updates of the agent. */
export interface Updates {
  /** What every heartbeat says of it, as of the moment of sending. */
  report(): UpdateReport;
  /** The hub has taken a heartbeat, and offers this with its answer. */
  accepted(offer: UpdateOffer | null): void;
}

/** The agent takes none. */
export const updatesOff: Updates = {
  report: () => ({ agent_updates_enabled: false, agent_update: null }),
  accepted: () => {},
};
