import type {
  Configuration,
  IntegrationContext,
  JsonObject,
  JsonSchema,
  SettingChange,
} from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import { changesOf, readFields, type SettingField } from "../settings/fields.ts";
import {
  notificationFields,
  notificationsSchema,
  notificationsUpdateSchema,
  slackBlock,
  webhookSetting,
} from "../settings/notifications.ts";
import { thresholdFields, thresholdsSchema, thresholdsUpdateSchema } from "../settings/thresholds.ts";

/** A part of the configuration that has routes of its own. */
interface Section {
  readonly name: "thresholds" | "notifications";
  readonly what: string;
  readonly fields: readonly SettingField[];
  readonly schema: JsonSchema;
  readonly update: JsonSchema;
}

const sections: readonly Section[] = [
  {
    name: "thresholds",
    what: "when alerts open",
    fields: thresholdFields,
    schema: thresholdsSchema,
    update: thresholdsUpdateSchema,
  },
  {
    name: "notifications",
    what: "what people are told",
    fields: notificationFields,
    schema: notificationsSchema,
    update: notificationsUpdateSchema,
  },
];

/** `/config/thresholds` and `/config/notifications`: parts of config.yaml by the names that clients know. */
export function addConfigRoutes(context: IntegrationContext<AlertsConfig>): void {
  const { configuration } = context;
  for (const section of sections) addSectionRoutes(context, section);
  addWebhookTest(context);
  configuration.contribute(() => {
    return Object.fromEntries(sections.map(({ name, fields }) => [name, readFields(fields, configuration)]));
  });
}

function addSectionRoutes(context: IntegrationContext<AlertsConfig>, section: Section): void {
  const { name, what, fields, schema, update } = section;
  const { configuration } = context;
  const common = { tag: "Configuration", path: `/config/${name}` } as const;

  context.addRoute(
    {
      ...common,
      method: "GET",
      operationId: `get_${name}_config`,
      summary: `Show ${what}`,
      scope: "viewer",
      responses: { 200: { description: "What holds now, with defaults.", body: schema } },
    },
    () => readFields(fields, configuration),
  );

  context.addRoute<JsonObject, unknown>(
    {
      ...common,
      method: "PUT",
      operationId: `update_${name}_config`,
      summary: `Change ${what}`,
      description: "It is written into config.yaml, whose comments stay, and takes effect at once.",
      scope: "admin",
      request: { body: update },
      responses: {
        200: { description: "What is different, and what holds now.", body: updatedSchema(section) },
        409: { description: "The file has problems, has changed meanwhile, or does not decide this setting." },
      },
    },
    ({ body }) => change(configuration, section, body),
  );
}

async function change(configuration: Configuration, { name, fields }: Section, wanted: JsonObject) {
  const { updated, changes } = changesOf(fields, wanted, readFields(fields, configuration));
  if (changes.length > 0) await configuration.edit(changes.flatMap(withoutWebhook));
  return { updated, [name]: readFields(fields, configuration) };
}

function updatedSchema({ name, schema }: Section): JsonSchema {
  const updated = {
    type: "array",
    items: { type: "string", description: "A field." },
    description: "The fields that are different now, nested ones with a dot: cpu.high_percent.",
  };
  const properties = { updated, [name]: schema };
  return { type: "object", required: Object.keys(properties), additionalProperties: false, properties };
}

/** Without a webhook there is nothing that Slack's integration could do: it is turned off, and keeps its other settings. */
function withoutWebhook(edit: SettingChange): readonly SettingChange[] {
  if (edit.setting !== webhookSetting || edit.value !== null) return [edit];
  return [
    { setting: webhookSetting, value: undefined },
    { setting: `${slackBlock}.enabled`, value: false },
  ];
}

function addWebhookTest(context: IntegrationContext<AlertsConfig>): void {
  context.addRoute(
    {
      method: "POST",
      path: "/config/test-webhook",
      operationId: "test_webhook",
      summary: "Send a test to Slack",
      description: "The same as a test of the channel `slack`.",
      tag: "Configuration",
      scope: "operator",
      responses: {
        200: {
          description: "Slack took it.",
          body: {
            type: "object",
            required: ["success", "message"],
            additionalProperties: false,
            properties: {
              success: { type: "boolean", description: "true: else the answer is an error." },
              message: { type: "string", description: "For people." },
            },
          },
        },
        400: { description: "No webhook is set." },
        404: { description: "Slack's integration does not run." },
        502: { description: "Slack did not take it; the message says why." },
      },
    },
    async () => {
      if (!context.configuration.read(webhookSetting)) {
        context.refuse("INVALID_STATE", "No Slack webhook is set; set slack_webhook_url of the notifications first");
      }
      await context.testChannel("slack");
      return { success: true, message: "Slack took the test" };
    },
  );
}
