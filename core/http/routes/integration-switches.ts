import { viewBlock } from "../../config/block-view.ts";
import { switchIntegration } from "../../config/integration-switch.ts";
import type { LiveConfig } from "../../config/live-config.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { integrationSchema, integrationToWire } from "./integrations.ts";

const params = {
  type: "object",
  properties: { domain: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$", description: "The integration." } },
} as const;

const text = (description: string) => ({ type: "string", description }) as const;
const count = (description: string) => ({ type: "integer", minimum: 0, description }) as const;

const switchedSchema = {
  title: "SwitchedIntegration",
  type: "object",
  required: ["domain", "enabled"],
  properties: {
    domain: text("The integration."),
    enabled: { type: "boolean", description: "Whether config.yaml lets it run." },
  },
} as const;

const diagnosticsSchema = {
  title: "IntegrationDiagnostics",
  type: "object",
  description: "What somebody who is to help needs to know. There is no secret of the configuration in it.",
  required: [
    "domain",
    "enabled",
    "hub_version",
    "integration",
    "config",
    "problems",
    "entities",
    "unavailable_entities",
  ],
  properties: {
    domain: text("The integration."),
    enabled: { type: "boolean", description: "Whether config.yaml lets it run." },
    hub_version: text("The hub's version."),
    integration: { anyOf: [integrationSchema, { type: "null" }], description: "How it is; null when it does not run." },
    config: { type: "object", description: "Its block with defaults. A secret is [hidden]." },
    problems: {
      type: "array",
      description: "What it reports now.",
      items: {
        type: "object",
        required: ["id", "severity", "title", "since"],
        properties: {
          id: text("Identifies the problem."),
          severity: text("warning or error."),
          title: text("What is wrong."),
          since: { type: "string", format: "date-time", description: "Since when." },
        },
      },
    },
    entities: count("How many entities it has."),
    unavailable_entities: count("How many of them have lost their source."),
  },
} as const;

/** Turning integrations on and off in config.yaml, and what there is to know of one that makes trouble. */
export function addIntegrationSwitchRoutes(routes: Routes, house: House, config: LiveConfig, owner: string): void {
  const common = { tag: "Integrations", scope: "admin", request: { params } } as const;
  const missing = { 404: { description: "There is no such integration." } } as const;

  for (const [action, wanted] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    routes.add(
      {
        ...common,
        method: "POST",
        path: `/integrations/:domain/${action}`,
        operationId: `${action}_integration`,
        summary: wanted ? "Turn an integration on" : "Turn an integration off; its settings stay in config.yaml",
        responses: {
          200: { description: "config.yaml says so now, and it is done.", body: switchedSchema },
          ...missing,
          409: { description: "The file has changed meanwhile, cannot be written, or does not decide this." },
        },
      },
      async ({ params: { domain = "" } }) => {
        await switchIntegration(config, domain, wanted);
        return { domain, enabled: config.running.blocks.has(domain) };
      },
      owner,
    );
  }

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/integrations/:domain/diagnostics",
      operationId: "get_integration_diagnostics",
      summary: "Show what there is to know of an integration, without secrets",
      responses: { 200: { description: "Its diagnostics.", body: diagnosticsSchema }, ...missing },
    },
    async ({ params: { domain = "" } }) => ({ ...(await viewOf(config, domain)), ...stateOf(house, domain) }),
    owner,
  );
}

async function viewOf(live: LiveConfig, domain: string) {
  const { enabled, config } = await viewBlock(live, domain);
  return { domain, enabled, config };
}

function stateOf({ entities, integrations, problems, states, system }: House, domain: string) {
  const report = integrations.list().find((one) => one.domain === domain);
  const own = [...entities.all()].filter(({ integration }) => integration === domain);
  return {
    hub_version: system.version,
    integration: report ? integrationToWire(report) : null,
    problems: problems
      .list()
      .filter(({ integration }) => integration === domain)
      .map(({ id, severity, title, since }) => ({ id, severity, title, since: new Date(since).toISOString() })),
    entities: own.length,
    unavailable_entities: own.filter(({ id }) => states.get(id)?.available === false).length,
  };
}
