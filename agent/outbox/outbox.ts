import type { Heartbeat } from "../protocol.ts";

/** Keeps heartbeats until the hub has acknowledged them. */
export interface Outbox {
  /** How many were given up since the start of this process, because there was no room for them. */
  readonly dropped: number;
  add(heartbeat: Heartbeat): Promise<void>;
  /** The oldest heartbeats, at most `limit`; none when all are acknowledged. */
  oldest(limit: number): Promise<readonly Heartbeat[]>;
  /** Forgets heartbeats that `oldest` gave. Some of them may have been given up meanwhile. */
  forget(heartbeats: readonly Heartbeat[]): Promise<void>;
  /** The hub is away, or this process ends: what waits is to survive it. Never rejects; what cannot be kept stays in memory. */
  keep(): Promise<void>;
}
