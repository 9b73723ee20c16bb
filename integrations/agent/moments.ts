import type { Heartbeat } from "../../agent/protocol.ts";

/** Difference of clocks that is taken for none, in milliseconds. */
const allowedSkew = 30_000;
/** A heartbeat kept for longer than this before it was sent tells of the past, not of now, in milliseconds. */
const lateAfter = 90_000;

/** Whether a heartbeat was kept for so long before it was sent that it tells of the past. By the agent's clock alone. */
export function isLate({ timestamp, sent_at: sentAt }: Heartbeat): boolean {
  return sentAt != null && Date.parse(sentAt) - Date.parse(timestamp) > lateAfter;
}

/** When a heartbeat was measured, in Unix milliseconds of the hub's clock. */
export interface Moment {
  readonly measuredAt: number;
  /** It was kept for a while: for the history only. */
  readonly isLate: boolean;
}

/** Puts the times of one agent on the hub's clock. */
export class AgentTime {
  #skew = 0;

  /**
   * The agent's clock may be wrong: `sent_at` shows by how much. A small difference counts as none, and a large one is kept until
   * it changes by more than that, so that a heartbeat that is sent twice gets the same time twice.
   */
  place(heartbeat: Heartbeat, receivedAt: number): Moment {
    const timestamp = Date.parse(heartbeat.timestamp);
    const sentAt = heartbeat.sent_at == null ? undefined : Date.parse(heartbeat.sent_at);
    if (sentAt === undefined) {
      const isNear = Math.abs(receivedAt - timestamp) <= allowedSkew;
      return { measuredAt: isNear ? timestamp : receivedAt, isLate: false };
    }
    const skew = receivedAt - sentAt;
    if (Math.abs(skew) <= allowedSkew) this.#skew = 0;
    else if (Math.abs(skew - this.#skew) > allowedSkew) this.#skew = skew;
    const measuredAt = Math.min(timestamp + this.#skew, receivedAt);
    return { measuredAt, isLate: isLate(heartbeat) };
  }
}
