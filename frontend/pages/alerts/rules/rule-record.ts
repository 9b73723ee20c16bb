import type { EntityValue, Severity } from "../../../../core/sdk/index.ts";
import type { Figure } from "./thresholds.ts";

/** One degree of a rule. */
export interface RuleLevel {
  readonly severity: Severity;
  readonly condition: "above" | "below" | "equals" | "differs";
  readonly threshold: number | null;
  readonly values: readonly EntityValue[] | null;
  readonly for_seconds: number;
  readonly readings: number;
}

/** A rule as the hub lists it, built-in or the user's own. Names and patterns of one's own are untrusted text. */
export interface RuleRecord {
  readonly name: string;
  readonly kind: "built_in" | "custom";
  readonly type: string;
  /** The entities that it judges, as a pattern; `null` for machines. */
  readonly entity: string | null;
  /** What of them it judges. */
  readonly judges: "value" | "changes" | "rate" | "silence" | "forecast" | "presence";
  /** The mildest first. */
  readonly levels: readonly RuleLevel[];
  readonly unit: string | null;
  /** How many entities it judges now; `null` for machines. */
  readonly subjects: number | null;
  readonly open_alerts: number;
}

/** An alert that a rule would have opened. */
export interface PreviewedAlert {
  readonly server_id: string | null;
  readonly server_name: string | null;
  readonly instance: string | null;
  readonly severity: Severity;
  readonly since: string;
  /** `null` while it is still bad. */
  readonly until: string | null;
  readonly worst_value: EntityValue;
  readonly unit: string | null;
}

/** What a rule would have done. */
export interface Preview {
  readonly would_have_fired: number;
  readonly alerts: readonly PreviewedAlert[];
  /** Whether there was more than one request looks at. */
  readonly incomplete: boolean;
}

/** What the thresholds of a figure would have done. */
export interface FigurePreview {
  readonly figure: Figure;
  readonly preview: Preview;
}
