import type { IntegrationContext, Json } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import { type CustomRuleBlock, customRuleSchema } from "../rules/custom/rule-schema.ts";

type Context = IntegrationContext<AlertsConfig>;
type Body = Omit<CustomRuleBlock, "name">;

const setting = "integrations.alerts.rules";
const { name: _name, ...fields } = customRuleSchema.properties;
const ruleBody = {
  title: "CustomAlertRule",
  type: "object",
  description: "A rule of the user's own, as config.yaml has it.",
  additionalProperties: false,
  required: ["entity", "when"],
  properties: fields,
  examples: [{ entity: "*.cpu_percent", when: { above: 80 }, for: "10m", severity: "high" }],
} as const;
const params = {
  type: "object",
  properties: { name: { type: "string", minLength: 1, maxLength: 64, description: "The rule's name." } },
} as const;
const conflict = { description: "The file has problems, has changed meanwhile, or does not decide this setting." };

/** `/alerts/rules/{name}`: the user's own rules, which are written into config.yaml. */
export function addRuleEditRoutes(context: Context): void {
  const { config, configuration, refuse } = context;
  const common = { tag: "Alerts", path: "/alerts/rules/:name", scope: "admin" } as const;
  const write = (rules: readonly CustomRuleBlock[]) =>
    configuration.edit([{ setting, value: rules.length === 0 ? undefined : (rules as unknown as Json) }]);

  context.addRoute<Body, unknown>(
    {
      ...common,
      method: "PUT",
      operationId: "update_alert_rule",
      summary: "Add a rule of your own, or replace it",
      description: "It is written into config.yaml, whose comments stay, and takes effect at once.",
      request: { params, body: ruleBody, maxBodyBytes: 65_536 },
      responses: { 200: { description: "The rule as it is written now.", body: customRuleSchema }, 409: conflict },
    },
    async ({ params: { name = "" }, body }) => {
      const rule = { name, ...body };
      const isKnown = config.rules.some((one) => one.name === name);
      await write(isKnown ? config.rules.map((one) => (one.name === name ? rule : one)) : [...config.rules, rule]);
      return rule;
    },
  );

  context.addRoute(
    {
      ...common,
      method: "DELETE",
      operationId: "delete_alert_rule",
      summary: "Remove a rule of your own; its alerts end",
      request: { params },
      responses: {
        204: { description: "Removed." },
        404: { description: "There is no such rule of your own." },
        409: conflict,
      },
    },
    async ({ params: { name = "" } }) => {
      const others = config.rules.filter((one) => one.name !== name);
      if (others.length === config.rules.length) refuse("NOT_FOUND", `There is no rule of your own named ${name}`);
      await write(others);
    },
  );
}
