import type { NotificationKind } from "../../../core/sdk/index.ts";
import type { AlertRecord } from "../../state/alert-record.ts";

/** Something that happened to an alert, as the hub lists it. */
export interface AlertEventRecord {
  readonly at: string;
  readonly kind:
    | "opened"
    | "escalated"
    | "acknowledged"
    | "resolved"
    | "reopened"
    | "flapping"
    | "steady"
    | "suppressed"
    | "released"
    | "notified";
  readonly by: string | null;
  readonly note: string | null;
}

/** One alert with what happened to it, oldest first. */
export interface AlertDetail extends AlertRecord {
  readonly events: readonly AlertEventRecord[];
}

/** A message about an alert on one channel, as the hub lists it. */
export interface DeliveryRecord {
  readonly sequence: number;
  readonly channel: string;
  readonly kind: NotificationKind;
  readonly state: "waiting" | "gathered" | "sent" | "folded" | "dead";
  readonly attempts: number;
  /** Why the last try failed, or why it was not sent; `null` for none. */
  readonly reason: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly next_at: string | null;
}

/** A way to reach people, as the hub lists it. */
export interface ChannelRecord {
  readonly name: string;
  /** `broken`: it refuses everything until its settings are corrected. `lost`: its integration does not run. */
  readonly state: "ok" | "waiting" | "broken" | "lost";
}
