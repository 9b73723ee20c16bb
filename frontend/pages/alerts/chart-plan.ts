import { formatterOf, valueText } from "../../components/alert-words.ts";
import type { ChartGuides, ChartMoment } from "../../components/chart-guides.ts";
import { formatPercent } from "../../format/numbers.ts";
import { t } from "../../text/t.ts";
import type { AlertDetail, AlertEventRecord } from "./alert-detail.ts";

const hour = 3_600_000;
const points = 240;

/** A line of the chart of an alert, before it is read. */
export interface PlannedLine {
  readonly entityId: string;
  readonly label: string;
  readonly colour: `--${string}`;
}

/** What the chart of an alert shows. Times are Unix milliseconds. */
export interface ChartPlan {
  readonly lines: readonly PlannedLine[];
  readonly from: number;
  /** `null` is now. */
  readonly until: number | null;
  readonly maximum: number | undefined;
  readonly format: (value: number) => string;
  readonly guides: ChartGuides;
  /** Whether it is what the alert judges; else it is how the machine did meanwhile. */
  readonly isSubject: boolean;
}

const lineColours: Readonly<Record<string, `--${string}`>> = {
  cpu: "--cpu",
  memory: "--memory",
  disk: "--storage",
  disk_forecast: "--storage",
};
const severityColours = { critical: "--crit", high: "--high", medium: "--warn", low: "--info" } as const;

/** What to draw of an alert: its value with the threshold where it is a number, else its machine; `null` when there is neither. */
export function planChart(alert: AlertDetail): ChartPlan | null {
  const { server_id: machine, subject, unit } = alert;
  const isSubject = typeof alert.actual_value === "number" && subject.includes(".");
  if (!isSubject && machine === null) return null;
  const isPercent = !isSubject || unit === "%" || alert.alert_type === "disk_forecast";
  return {
    lines: isSubject ? [subjectLine(alert)] : machineLines(machine ?? ""),
    ...spanOf(alert),
    maximum: isPercent ? 100 : undefined,
    format: isPercent ? formatPercent : formatterOf(isDerived(unit) ? null : unit),
    guides: { levels: isSubject && !isDerived(unit) ? levelsOf(alert) : [], moments: momentsOf(alert) },
    isSubject,
  };
}

/** Where to read it from, below the API's base. */
export function chartPath({ lines, from, until }: ChartPlan): string {
  const parameters = new URLSearchParams(lines.map(({ entityId }) => ["entity_id", entityId]));
  parameters.set("from", new Date(from).toISOString());
  if (until !== null) parameters.set("to", new Date(until).toISOString());
  parameters.set("points", String(points));
  return `/history?${parameters}`;
}

function subjectLine({ subject, alert_type: type, unit }: AlertDetail): PlannedLine {
  const colour = lineColours[type] ?? (unit === "B/s" ? "--network" : "--cpu");
  return { entityId: subject, label: t("alert.value"), colour };
}

function machineLines(machine: string): readonly PlannedLine[] {
  return [
    { entityId: `${machine}.cpu_percent`, label: t("card.cpu"), colour: "--cpu" },
    { entityId: `${machine}.memory_percent`, label: t("machine.memory"), colour: "--memory" },
  ];
}

/** An hour on each side; of what lasted for long a tenth of it, so that both ends are seen. */
function spanOf({ since, resolved_at: endedAt, created_at }: AlertDetail): Pick<ChartPlan, "from" | "until"> {
  const begin = Math.min(Date.parse(since), Date.parse(created_at));
  const end = endedAt === null ? null : Date.parse(endedAt);
  const margin = Math.max(hour, ((end ?? begin) - begin) / 10);
  return { from: begin - margin, until: end === null ? null : end + margin };
}

/** Whether an alert judges what follows from its entity's values (days until it is full, change in an hour), which have another unit. */
function isDerived(unit: string | null): boolean {
  return unit === "days" || / in /.test(unit ?? "");
}

function levelsOf({ threshold_value: value, unit, severity }: AlertDetail): ChartGuides["levels"] {
  if (value === null) return [];
  const label = `${t("alert.chart.threshold")} ${valueText(value, unit)}`;
  return [{ value, label, colour: severityColours[severity] }];
}

function momentsOf({ events, severity }: AlertDetail): readonly ChartMoment[] {
  return events.flatMap(({ kind, at }) => {
    if (!isMarked(kind)) return [];
    const colour = kind === "resolved" ? "--ok" : kind === "escalated" ? "--crit" : severityColours[severity];
    return [{ time: Date.parse(at), label: t(`alert.chart.${kind}`), colour }];
  });
}

function isMarked(kind: AlertEventRecord["kind"]): kind is "opened" | "escalated" | "resolved" {
  return kind === "opened" || kind === "escalated" || kind === "resolved";
}
