import type { IntegrationContext, Machine } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import { type ReplayResult, type ReplaySubject, replayRule } from "../replay/rule-replay.ts";
import { builtInRules } from "../rules/all-rules.ts";
import { customRule } from "../rules/custom/custom-rule.ts";
import { ruleFindings } from "../rules/custom/rule-findings.ts";
import type { CustomRuleBlock } from "../rules/custom/rule-schema.ts";
import type { Rule } from "../rules/rule.ts";
import { isOff } from "../rules/thresholds.ts";
import type { FindExpectedUnit } from "../rules/units.ts";
import { machineName } from "../rules/wording.ts";
import { previewRequestSchema, previewSchema } from "./preview-schema.ts";

type Context = IntegrationContext<AlertsConfig>;

interface Body {
  readonly rule?: CustomRuleBlock;
  readonly type?: string;
  readonly thresholds?: Partial<AlertsConfig["thresholds"]["cpu"]>;
  readonly days: number;
  readonly machine_ids?: readonly string[];
}

const dayMilliseconds = 86_400_000;
/** Most entities that one request looks at, and most alerts that it lists. */
const mostSubjects = 5000;
const mostAlerts = 500;

/** `POST /alerts/rules/preview`: how often a rule would have opened an alert. */
export function addPreviewRoute(context: Context, findUnit: FindExpectedUnit): void {
  context.addRoute<Body, unknown>(
    {
      method: "POST",
      path: "/alerts/rules/preview",
      operationId: "preview_alert_rule",
      summary: "Try a rule out on what was recorded: how often it would have opened an alert",
      description:
        "It judges the readings that were kept, as the hub does when they come. Silences and maintenance do not count, and a forecast is tried every six hours.",
      tag: "Alerts",
      scope: "viewer",
      request: { body: previewRequestSchema, maxBodyBytes: 65_536 },
      responses: { 200: { description: "What would have been.", body: previewSchema } },
    },
    async ({ body }) => {
      const rule = ruleOf(context, body, findUnit);
      const subjects = subjectsOf(context, rule, body.machine_ids);
      // What was read at this very moment counts too.
      const to = context.clock.now() + 1;
      const range = { from: to - body.days * dayMilliseconds, to };
      const result = await replayRule(context, subjects.slice(0, mostSubjects), range);
      const isCut = subjects.length > mostSubjects;
      return { ...toWire(result), subjects: subjects.length, days: body.days, incomplete: isCut || !result.isComplete };
    },
  );
}

function ruleOf({ config, refuse }: Context, { rule, type, thresholds }: Body, findUnit: FindExpectedUnit): Rule {
  if ((rule === undefined) === (type === undefined)) refuse("VALIDATION_ERROR", "Say either rule or type");
  if (rule) {
    const [finding] = ruleFindings(rule);
    if (finding) refuse("VALIDATION_ERROR", `${["rule", ...finding.path].join(".")} ${finding.message}`);
    return customRule(rule, config);
  }
  const isFigure = type !== undefined && Object.hasOwn(config.thresholds, type);
  if (thresholds && !isFigure) refuse("VALIDATION_ERROR", "Only cpu, memory and disk have thresholds");
  const figure = type as keyof AlertsConfig["thresholds"];
  const tried = isFigure ? { ...config.thresholds, [figure]: { ...config.thresholds[figure], ...thresholds } } : {};
  const rules = builtInRules({ ...config, thresholds: { ...config.thresholds, ...tried } }, findUnit);
  const found = rules.find(({ name }) => name === type);
  const names = rules.map(({ name }) => name).join(", ");
  return found ?? refuse("VALIDATION_ERROR", `There is no rule ${type} that could be tried out; there are ${names}`);
}

function subjectsOf(
  { config, devices, machines, states }: Context,
  rule: Rule,
  only: readonly string[] | undefined,
): ReplaySubject[] {
  const slugs = only ?? devices.list().map(({ slug }) => slug);
  return slugs.flatMap((slug) => {
    const machine = machines.get(slug);
    if (isOff(config, rule.type, machine)) return [];
    return states.entitiesOf(slug).flatMap((entity) => {
      if (rule.keys && !rule.keys.includes(entity.key)) return [];
      const subject = { entity, machine };
      const watched = rule.watchedFor(subject);
      return watched ? [{ subject, watched }] : [];
    });
  });
}

function toWire({ alerts, readings }: ReplayResult) {
  const newest = alerts.toSorted((one, other) => other.openedAt - one.openedAt).slice(0, mostAlerts);
  return {
    would_have_fired: alerts.length,
    alerts: newest.map(({ subject: { entity, machine }, unit, severity, since, openedAt, until, worst }) => ({
      server_id: machine?.id ?? null,
      server_name: nameOf(machine),
      subject: entity.id,
      instance: entity.instance ?? null,
      severity,
      since: new Date(since).toISOString(),
      created_at: new Date(openedAt).toISOString(),
      until: until === null ? null : new Date(until).toISOString(),
      worst_value: worst,
      unit,
    })),
    evaluated_samples: readings,
  };
}

function nameOf(machine: Machine | undefined): string | null {
  return machine ? machineName(machine) : null;
}
