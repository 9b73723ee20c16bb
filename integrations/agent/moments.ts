import type { Heartbeat } from "../../agent/protocol.ts";
import { readTime } from "./heartbeat-time.ts";

/** Difference of clocks that is taken for none, in milliseconds. */
export const allowedSkew = 30_000;
/** A heartbeat kept for longer than this before it was sent tells of the past, not of now, in milliseconds. */
const lateAfter = 90_000;

/** Whether a heartbeat was kept for so long before it was sent that it tells of the past. By the agent's clock alone. */
export function isLate({ timestamp, sent_at: sentAt }: Heartbeat): boolean {
  return sentAt != null && readTime(sentAt) - readTime(timestamp) > lateAfter;
}

/** When a heartbeat was measured, in Unix milliseconds of the hub's clock. */
export interface Moment {
  readonly measuredAt: number;
  /** It was kept for a while: for the history only. */
  readonly isLate: boolean;
  /** A broker kept it: that it came says nothing of how its machine is now. */
  readonly hasWaited: boolean;
}

/** What a broker has kept for the hub is through by then, in milliseconds. */
const drainedAfter = 60_000;

/** Puts the times of one agent on the hub's clock. */
export class AgentTime {
  #skew: number;
  /** How old messages of a broker seemed at first, and since when. */
  #suspicion = { skew: Number.NaN, since: 0 };
  /** The last one of an agent that says no `sent_at`. */
  #unsent = { timestamp: Number.NaN, measuredAt: 0 };

  /** `skew` as an earlier run of the hub knew it. */
  constructor(skew = 0) {
    this.#skew = skew;
  }

  /** What is added to the agent's times, in milliseconds. */
  get skew(): number {
    return this.#skew;
  }

  /**
   * The agent's clock may be wrong: `sent_at` shows by how much. A small difference counts as none, and a large one is kept until
   * it changes by more than that, so that a heartbeat that is sent twice gets the same time twice.
   *
   * One that a broker may have kept while the hub was away looks like one of a slow clock: it is not taken for that before it has
   * looked so for longer than a broker needs to deliver what it kept.
   */
  place(heartbeat: Heartbeat, receivedAt: number, mayHaveWaited = false): Moment {
    const timestamp = readTime(heartbeat.timestamp);
    const sentAt = heartbeat.sent_at == null ? undefined : readTime(heartbeat.sent_at);
    if (sentAt === undefined) {
      return { measuredAt: this.#placeUnsent(timestamp, receivedAt), isLate: false, hasWaited: false };
    }
    const skew = receivedAt - sentAt;
    if (mayHaveWaited && this.#seemsToHaveWaited(skew, receivedAt)) {
      return { measuredAt: timestamp + this.#skew, isLate: true, hasWaited: true };
    }
    if (Math.abs(skew) <= allowedSkew) this.#skew = 0;
    else if (Math.abs(skew - this.#skew) > allowedSkew) this.#skew = skew;
    const placed = timestamp + this.#skew;
    // One of a clock that is a little fast keeps its time too, or it would get another one when it is sent again.
    const isPossible = placed - receivedAt <= allowedSkew;
    return { measuredAt: isPossible ? placed : receivedAt, isLate: isLate(heartbeat), hasWaited: false };
  }

  #seemsToHaveWaited(skew: number, receivedAt: number): boolean {
    if (skew - this.#skew <= allowedSkew) return false;
    const isNew = !(Math.abs(skew - this.#suspicion.skew) <= allowedSkew);
    if (isNew) this.#suspicion = { skew, since: receivedAt };
    return receivedAt - this.#suspicion.since <= drainedAfter;
  }

  /** Of an old agent whose time is far from the hub's, when it came; the same one twice gets the same time twice. */
  #placeUnsent(timestamp: number, receivedAt: number): number {
    if (timestamp === this.#unsent.timestamp) return this.#unsent.measuredAt;
    const isNear = Math.abs(receivedAt - timestamp) <= allowedSkew;
    this.#unsent = { timestamp, measuredAt: isNear ? timestamp : receivedAt };
    return this.#unsent.measuredAt;
  }
}
