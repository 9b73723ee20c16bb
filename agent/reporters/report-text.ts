import { isoTime } from "../iso-time.ts";
import type { Heartbeat } from "../protocol.ts";

/** Heartbeats as they go over the wire, stamped with the moment of sending (Unix ms): one alone, or a list. */
export function reportText(heartbeats: readonly Heartbeat[], now: number): string {
  const sentAt = isoTime(now);
  const stamped = heartbeats.map((heartbeat) => ({ ...heartbeat, sent_at: sentAt }));
  return JSON.stringify(stamped.length === 1 ? stamped[0] : stamped);
}
