import { reaches } from "../../auth/authenticator.ts";
import { PlatformError } from "../../errors.ts";
import type { Caller, Json } from "../../sdk/index.ts";
import type { AuditRow } from "../../services/audit.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

const part = (description: string) => ({ type: "string", pattern: "^[a-z][a-z0-9_-]{0,63}$", description }) as const;
const text = (description: string) => ({ type: "string", description }) as const;
const maybe = (description: string) => ({ type: ["string", "null"], description }) as const;

const serviceSchema = {
  type: "object",
  required: ["id", "domain", "name", "title", "description", "scope", "input"],
  properties: {
    id: text("What it is called by: <integration>.<service>."),
    domain: text("The integration that offers it."),
    name: text("Its name within the integration."),
    title: text("For people."),
    description: text("What it does."),
    scope: text("What a caller needs: viewer, operator or admin."),
    input: { type: "object", description: "JSON schema of its input." },
    output: { type: ["object", "null"], description: "JSON schema of its output." },
    timeout_seconds: { type: ["number", "null"], description: "After this time the caller gets TIMEOUT." },
  },
} as const;

const callSchema = {
  type: "object",
  required: ["id", "service", "caller", "input", "started_at", "duration_ms"],
  properties: {
    id: { type: "integer", description: "Grows with each call." },
    service: text("What was called."),
    caller: text("Name of the key, the session or the integration."),
    cause_id: maybe("The chain of causes; events and states of the same chain carry it too."),
    cause_origin: maybe("Where the chain began."),
    input: { description: "The input, without secrets." },
    started_at: { type: "string", format: "date-time", description: "When it was called." },
    duration_ms: { type: "integer", description: "How long it took, in milliseconds." },
    error_code: maybe("Why it failed; null after a success."),
    error_message: maybe("What it said."),
  },
} as const;

/** The services that integrations offer: list them, call one, and see who called what. */
export function addServiceRoutes(routes: Routes, { services, serviceAudit }: House, owner: string): void {
  const common = { tag: "Services" } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/services",
      operationId: "list_services",
      summary: "List what can be called, with the schemas of input and output",
      scope: "viewer",
      responses: {
        200: {
          description: "Every service.",
          body: {
            type: "object",
            required: ["services", "total"],
            properties: {
              services: { type: "array", items: serviceSchema, description: "In the order in which they were added." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = services.list().map(({ timeoutSeconds = null, output = null, ...service }) => ({
        ...service,
        output,
        timeout_seconds: timeoutSeconds,
      }));
      return { services: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/services/:integration/:service",
      operationId: "call_service",
      summary: "Call a service",
      scope: "viewer",
      request: {
        params: {
          type: "object",
          properties: { integration: part("The integration."), service: part("The service within it.") },
        },
        body: {
          type: "object",
          description: "The input, as the service's own schema asks for.",
          examples: [{ container: "jellyfin" }],
        },
      },
      responses: {
        200: {
          description: "What the service answered.",
          body: {
            type: "object",
            required: ["output"],
            properties: { output: { description: "null where there is none." } },
          },
        },
        504: { description: "The service did not end in time." },
      },
    },
    async ({ params, body, caller }) => {
      const { integration, service } = params as Record<string, string>;
      const id = `${integration}.${service}`;
      requireScope(id, caller as Caller);
      return { output: await services.call(id, body as Json, (caller as Caller).name) };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/services/calls",
      operationId: "list_service_calls",
      summary: "List who called what, and how it ended",
      scope: "operator",
      request: {
        query: {
          type: "object",
          properties: {
            service: { type: "string", maxLength: 129, description: "Only calls of this one." },
            limit: { type: "integer", minimum: 1, maximum: 500, default: 50, description: "At most so many." },
            offset: { type: "integer", minimum: 0, default: 0, description: "Leave so many of the newest out." },
          },
        },
      },
      responses: {
        200: {
          description: "Newest first.",
          body: {
            type: "object",
            required: ["calls", "limit", "offset"],
            properties: {
              calls: { type: "array", items: callSchema, description: "The calls." },
              limit: { type: "integer", description: "As asked for." },
              offset: { type: "integer", description: "As asked for." },
            },
          },
        },
      },
    },
    async ({ query }) => {
      const { service, limit, offset } = query as { service?: string; limit: number; offset: number };
      const rows = await serviceAudit.list({ service, limit, offset });
      return { calls: rows.map(callToWire), limit, offset };
    },
    owner,
  );

  function requireScope(id: string, caller: Caller): void {
    const scope = services.scopeOf(id);
    if (reaches(caller.scope, scope)) return;
    throw new PlatformError("FORBIDDEN", `${id} needs the scope "${scope}"; "${caller.name}" has "${caller.scope}"`);
  }
}

function callToWire({ input, started_at: startedAt, ...row }: AuditRow) {
  return { ...row, input: JSON.parse(input), started_at: new Date(startedAt).toISOString() };
}
