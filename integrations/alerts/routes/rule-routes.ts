import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import type { AlertEngine } from "../engine/engine.ts";
import type { Rule } from "../rules/rule.ts";
import { levelToWire, ruleListSchema } from "./rule-schema.ts";

type Context = IntegrationContext<AlertsConfig>;

/** `GET /alerts/rules`: when alerts open. */
export function addRuleRoute(context: Context, engine: AlertEngine, rules: readonly Rule[]): void {
  context.addRoute(
    {
      method: "GET",
      path: "/alerts/rules",
      operationId: "list_alert_rules",
      summary: "List when alerts open: the hub's own rules, and the user's",
      tag: "Alerts",
      scope: "viewer",
      responses: { 200: { description: "The rules.", body: ruleListSchema } },
    },
    () => {
      const openOf = (name: string) => engine.book.list().filter(({ rule }) => rule === name).length;
      const subjects = engine.subjectCounts();
      const ofEntities = rules.map((rule) => ({
        ...ruleToWire(context, rule),
        subjects: subjects.get(rule.name) ?? 0,
        open_alerts: openOf(rule.name),
      }));
      const ofMachines = presenceRules(context).map((rule) => ({ ...rule, open_alerts: openOf(rule.name) }));
      const all = [...ofMachines, ...ofEntities];
      return { rules: all, total: all.length };
    },
  );
}

function ruleToWire({ config }: Context, { name, type, keys, levels, unit, derives }: Rule) {
  const block = config.rules.find((rule) => rule.name === name);
  return {
    name,
    kind: block ? "custom" : "built_in",
    type,
    entity: block?.entity ?? `*.${keys?.[0] ?? "*"}`,
    judges: derives ?? "value",
    levels: levels.map(levelToWire),
    unit: unit ?? null,
    rule: block ?? null,
  };
}

/** What has no rule of its own: it is about machines, and not about what they report. */
function presenceRules({ configuration }: Context) {
  const seconds = configuration.read("hub.offline_after_seconds");
  const condition = { condition: "equals", threshold: null, values: ["offline"], readings: 1 } as const;
  const level = { severity: "critical", ...condition, for_seconds: typeof seconds === "number" ? seconds : 0 } as const;
  return ["offline", "network"].map((name) => ({
    name,
    kind: "built_in",
    type: name,
    entity: null,
    judges: "presence",
    levels: [level],
    unit: null,
    subjects: null,
    rule: null,
  }));
}
