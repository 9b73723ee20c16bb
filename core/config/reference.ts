import type { JsonSchema, Manifest } from "../sdk/index.ts";
import { backupSchema } from "./backup-schema.ts";
import { textFormats } from "./formats.ts";
import { hubSchema, recorderSchema } from "./hub-schema.ts";
import { machinesSchema } from "./machines-schema.ts";
import { mqttSchema } from "./mqtt-schema.ts";
import { notificationsSchema } from "./notifications-schema.ts";
import { describeSchema, range } from "./schema-problems.ts";
import { isPlainMap } from "./yaml-edit/steps.ts";

/** An integration, as the reference shows it. */
export interface ReferencedIntegration {
  readonly manifest: Manifest;
  readonly schema: JsonSchema;
}

const introduction = `# Configuration reference

<!-- Written by \`npm run config-reference\` from the schemas; edit those. -->

\`config.yaml\` stands in the folder that the hub is started in, or where \`HOMELABCMD_CONFIG\` says. Every setting is optional.
\`npm run check-config\` says what is wrong with it, and starts nothing. A running hub reads it again when it changes; a file with
problems leaves the hub as it was.

| write | for |
|---|---|
| \`!secret name\` | the text under that name in \`secrets.yaml\`, beside \`config.yaml\` (\`chmod 600\`) |
| \`\${NAME}\`, \`\${NAME:-default}\` | a variable of the environment, within any text (in quotes within \`{ }\` and \`[ ]\`); \`$\${\` for the two characters themselves |
| \`!include file.yaml\` | what another file says; its name is relative to the including file and stays within the folder |

What these bring is never written back, logged or shown. A text that they bring is read as a number or as true or false where the
setting is one. The environment wins over the file: \`HOMELABCMD_LISTEN\` sets \`hub.listen\`.
`;

/** docs/config-reference.md: every setting of the hub and of each integration, from their schemas. */
export function configReference(integrations: readonly ReferencedIntegration[]): string {
  const ordered = integrations.toSorted((one, other) => one.manifest.domain.localeCompare(other.manifest.domain));
  return `${[
    introduction,
    section("hub", "The hub itself. A change takes effect with its next start, where nothing else is said.", hubSchema),
    section("recorder", "The history of readings. A change takes effect with the hub's next start.", recorderSchema),
    section(
      "backup",
      "Copies of the database and the configuration. A change takes effect with the hub's next start.",
      backupSchema,
    ),
    section(
      "notifications",
      "Who is told what, where and when ([notifications](notifications.md)). A change takes effect at once, for messages from then on.",
      notificationsSchema,
    ),
    section("mqtt", "Heartbeats and messages over MQTT. A change takes effect with the hub's next start.", mqttSchema),
    section("machines", machinesSchema.description, machinesSchema.items),
    "## integrations\n\nOne block per integration. An empty block means its defaults, `false` turns it off, and so does `enabled: false` in it, which keeps its settings. A change restarts that integration alone.\n",
    ...ordered.map(integrationSection),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function integrationSection({ manifest, schema }: ReferencedIntegration): string {
  const life = manifest.enabled_by_default ? "Runs unless it is turned off." : "Runs when it is named.";
  const text = `${manifest.description}\n\nVersion ${manifest.version}. ${life}`;
  return section(`integrations.${manifest.domain}`, text, schema);
}

function section(name: string, text: string, schema: JsonSchema): string {
  const rows = rowsOf(schema, "");
  const table = ["| setting | value | default | what it is |", "|---|---|---|---|", ...rows].join("\n");
  return `## ${name}\n\n${text}\n\n${rows.length > 0 ? table : "It has no settings."}\n`;
}

function rowsOf(schema: JsonSchema, prefix: string): string[] {
  const properties = isPlainMap(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return properties.flatMap(([name, property]) => {
    if (!isPlainMap(property)) return [];
    const inItems = isPlainMap(property["items"]) ? rowsOf(property["items"], `${prefix}${name}[].`) : [];
    return [
      row(`${prefix}${name}`, property, required.includes(name)),
      ...rowsOf(property, `${prefix}${name}.`),
      ...inItems,
    ];
  });
}

function row(name: string, schema: JsonSchema, isRequired: boolean): string {
  const written = "default" in schema ? `\`${JSON.stringify(schema["default"])}\`` : "";
  const cells = [
    `\`${name}\``,
    allowed(schema),
    isRequired ? "required" : written,
    String(schema["description"] ?? ""),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** What may be written, in the words of the problems. */
function allowed(schema: JsonSchema): string {
  const isSecret = schema["writeOnly"] === true ? " (secret)" : "";
  const format = textFormats[String(schema["format"])]?.allowed;
  if (format !== undefined) return `${format}${isSecret}`;
  const kinds = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isPlainMap).map(allowed).join(" or ") : "";
  if (schema["type"] === "array" && isPlainMap(schema["items"])) return `a list, each ${allowed(schema["items"])}`;
  const isLimited = "minimum" in schema || "maximum" in schema;
  const limits = [
    ...(isLimited ? [range(schema)] : []),
    ...("exclusiveMinimum" in schema ? [`more than ${schema["exclusiveMinimum"]}`] : []),
  ];
  return `${[kinds || describeSchema(schema), ...limits].join(", ")}${isSecret}`;
}
