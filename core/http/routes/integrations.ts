import type { IntegrationReport } from "../../integrations/host.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

const text = (description: string) => ({ type: "string", description }) as const;
const count = (description: string) => ({ type: "integer", minimum: 0, description }) as const;
const params = {
  type: "object",
  properties: { domain: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$", description: "The integration." } },
} as const;

/** JSON schema of `integrationToWire`. */
export const integrationSchema = {
  title: "Integration",
  type: "object",
  description: "An integration, how it is and what it costs.",
  required: ["domain", "name", "version", "description", "state", "cost", "problems"],
  properties: {
    domain: text("Its name in config.yaml."),
    name: text("For people."),
    version: text("Its own version."),
    description: text("What it does."),
    documentation: { type: ["string", "null"], description: "Where to read more." },
    state: { enum: ["starting", "running", "retrying", "failed", "stopped"], description: "How it is." },
    error: { type: ["string", "null"], description: "Why it does not run." },
    problems: count("How many problems it reports now."),
    cost: {
      type: "object",
      description: "What it has cost since the hub started.",
      required: ["handler_ms", "handler_calls", "failures", "rows", "events"],
      properties: {
        handler_ms: { type: "number", description: "Time that its handlers kept the hub, in milliseconds." },
        handler_calls: count("How often they ran."),
        failures: count("How often one failed."),
        rows: count("Samples that it recorded."),
        events: count("Events that it emitted."),
      },
    },
  },
} as const;

/** The integrations: how each is and what it costs; restart one. */
export function addIntegrationRoutes(routes: Routes, { integrations }: House, owner: string): void {
  const tag = "Integrations";
  const one = { description: "The integration.", body: integrationSchema } as const;
  const missing = { description: "No such integration runs." } as const;

  routes.add(
    {
      method: "GET",
      path: "/integrations",
      operationId: "list_integrations",
      summary: "List the integrations, how they are and what they cost",
      tag,
      scope: "viewer",
      responses: {
        200: {
          description: "Every integration that is configured.",
          body: {
            type: "object",
            required: ["integrations", "total"],
            properties: {
              integrations: { type: "array", items: integrationSchema, description: "In the order of their start." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = integrations.list().map(integrationToWire);
      return { integrations: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      method: "GET",
      path: "/integrations/:domain",
      operationId: "get_integration",
      summary: "Show one integration",
      tag,
      scope: "viewer",
      request: { params },
      responses: { 200: one, 404: missing },
    },
    ({ params: { domain = "" } }) => integrationToWire(integrations.report(domain)),
    owner,
  );

  routes.add(
    {
      method: "POST",
      path: "/integrations/:domain/reload",
      operationId: "reload_integration",
      summary: "Stop an integration and start it again; the others go on",
      tag,
      scope: "admin",
      request: { params },
      responses: { 200: one, 404: missing },
    },
    async ({ params: { domain = "" } }) => integrationToWire(await integrations.reload(domain)),
    owner,
  );
}

/** An integration as it goes over the wire. */
export function integrationToWire({ cost, ...report }: IntegrationReport) {
  const { handlerMilliseconds, handlerCalls, failures, rows, events } = cost;
  const handler = { handler_ms: Math.round(handlerMilliseconds * 10) / 10, handler_calls: handlerCalls };
  return { ...report, cost: { ...handler, failures, rows, events } };
}
