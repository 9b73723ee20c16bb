import type { EntityValue, Severity } from "../../core/sdk/index.ts";

/** Where an alert stands. What is acknowledged is known to somebody, and still bad. */
export type AlertStatus = "open" | "acknowledged" | "resolved";

/** What keeps an alert quiet while it lasts. */
export type Suppression =
  /** The machine, or the whole network of the hub, is away: that alert speaks for it. */
  | { readonly kind: "inhibited"; readonly by: string }
  | { readonly kind: "silenced"; readonly silenceId: number }
  | { readonly kind: "maintenance" };

/** One thing that is wrong, from when it began to count until it is good again. Times are Unix milliseconds. */
export interface Alert {
  readonly id: number;
  /** The rule that it comes from: a built-in type, or the name of the user's own rule. */
  readonly rule: string;
  /** `disk`, `memory`, `cpu`, `offline`, `service_down` …, `custom` for the user's own rules. */
  readonly type: string;
  /** The entity or machine that is judged, exactly: alerts of one type and subject are one alert. */
  readonly subject: string;
  readonly machineId: string | null;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly title: string;
  readonly message: string | null;
  readonly suggestion: string | null;
  /** The value when it last became worse; `null` when it is none that could be shown. */
  readonly value: EntityValue;
  readonly threshold: number | null;
  /** `%`, `B/s`; `null` without one. */
  readonly unit: string | null;
  /** The unit, mount or container, where the subject is one of several of its machine. */
  readonly instance: string | null;
  /** Since when it is bad; `openedAt` is later by the time that it had to last. */
  readonly since: number;
  readonly openedAt: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: number | null;
  /** `null` when it ended by itself. */
  readonly resolvedBy: string | null;
  readonly isFlapping: boolean;
  readonly suppression: Suppression | null;
  /** When people were last told; `null` when they never were. */
  readonly notifiedAt: number | null;
  /** Processes or other causes at the moment when it opened, worst first. */
  readonly causes: readonly string[];
}

/** Something that happened to an alert, for its timeline. */
export interface AlertEvent {
  readonly alertId: number;
  readonly at: number;
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
  /** Who did it: a caller's name; `null` for the hub. */
  readonly by: string | null;
  /** For people, or `null`. */
  readonly note: string | null;
}

/** A time in which alerts are quiet. Every criterion that is not `null` has to match. Times are Unix milliseconds. */
export interface Silence {
  readonly id: number;
  readonly machineId: string | null;
  readonly type: string | null;
  readonly tag: string | null;
  readonly comment: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly endsAt: number;
}

/** A unit that the user expects to run on a machine. */
export interface ExpectedUnit {
  readonly machineId: string;
  /** As systemd names it, exactly. */
  readonly name: string;
  readonly displayName: string | null;
  readonly isCritical: boolean;
  readonly isEnabled: boolean;
}
