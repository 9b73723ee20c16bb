/** How much something matters. `low` is for a quiet moment, `critical` wakes people up. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Why a message is sent. */
export type NotificationKind = "opened" | "escalated" | "reminder" | "resolved" | "result" | "digest" | "test";

/**
 * A message for people, as plain facts: each channel words and lays it out as its medium allows. Every text may come from a hostile
 * machine, so channels escape what they show.
 */
export interface Notification {
  /** The same id again is the same message, which is sent once: `alert-12-opened`. */
  readonly id: string;
  /** What it is about; messages of one subject arrive in their order: `alert-12`. */
  readonly subject: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  /** What routing goes by: `disk`, `offline`, `remediation`. */
  readonly type: string;
  /** One line: `Disk /mnt/pool on nas is 92 % full`. */
  readonly title: string;
  /** A sentence or two, or `null`. Of a digest: a line for each thing that it tells of. */
  readonly text: string | null;
  readonly machine: NotificationMachine | null;
  /** What a message about several things at once speaks for; each has a subject of its own. */
  readonly members?: readonly NotificationMember[];
  /** What was measured, in the order in which it is read: value, threshold, since. */
  readonly facts: readonly NotificationFact[];
  /** Possible causes, or the processes that are to blame; at most ten. */
  readonly causes: readonly string[];
  /** What to do about it, or `null`. */
  readonly suggestion: string | null;
  /** A path of the dashboard, `/alerts/12`, or `null`. */
  readonly path: string | null;
  /** When it happened, in Unix milliseconds. */
  readonly at: number;
}

/** One of several things that a message is about. */
export interface NotificationMember {
  readonly subject: string;
  readonly machine: NotificationMachine | null;
}

/** The machine that a message is about. */
export interface NotificationMachine {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
}

/** One line of what was measured. */
export interface NotificationFact {
  readonly label: string;
  readonly value: string;
}

/** What became of one try to deliver a message. `reason` is for people, and never holds a secret. */
export type DeliveryOutcome =
  | { readonly kind: "sent" }
  /** The other side is away or busy: the channel waits, and tries again. */
  | { readonly kind: "later"; readonly reason: string; readonly retryAfterSeconds?: number }
  /** This message will never be taken; others may. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Nothing will be taken until the user changes something: a webhook that was deleted, a wrong password. */
  | { readonly kind: "broken"; readonly reason: string };

/** A way to reach people. One integration may have several. */
export interface NotificationChannel {
  /** Unique on the hub; begins with the integration's domain: `slack`, `webhook-pager`. */
  readonly name: string;
  /** For people: `Slack`. */
  readonly title: string;
  /** Least time from one message to the next, in seconds. Default: 0. */
  readonly spacingSeconds?: number;
  /** Tries once. Messages come one at a time. A rejection counts as `later`. */
  deliver(notification: Notification, delivery: DeliveryContext): Promise<DeliveryOutcome>;
}

/** What a delivery may use. */
export interface DeliveryContext {
  /** Aborts when the channel stops, or when the delivery takes too long. */
  readonly signal: AbortSignal;
  /** One line that says how bad it is, and what: `Critical: Disk / on nas at 95 %`. */
  readonly headline: string;
  /** The page of the dashboard that the message is about; `null` when that is not known. */
  readonly link: string | null;
}
