import type { JsonSchema, RouteDefinition } from "../../sdk/index.ts";
import { apiBase } from "../api-base.ts";
import { errorSchema, sharedResponses } from "./errors.ts";
import { oldRoutesOf } from "./old-route.ts";
import { operationOf } from "./operation.ts";
import { SchemaComponents } from "./schema-components.ts";
import { describeTags } from "./tags.ts";

/** What the document says of the hub that serves it. */
export interface HubDescription {
  readonly version: string;
  /** Below which path the hub lives, such as `/homelab`; empty at the root. */
  readonly basePath: string;
}

/** An OpenAPI 3.1.0 document, ready to be sent. */
export type OpenApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & JsonSchema;
} & JsonSchema;

const description = `What the dashboard, the agents and your scripts speak with the hub.

Bodies are JSON with names in snake_case; times are ISO 8601 in UTC. Errors have one shape, \`{"detail": {"code", "message"}}\`.

**Scripts** send an API key in the header \`X-API-Key\`. The dashboard uses a session cookie, which \`POST /auth/login\` sets.
**Agents** send \`X-Agent-Token\` and \`X-Server-GUID\`. A key has a scope: \`viewer\` reads, \`operator\` acts too, \`admin\` changes
settings too, \`agent\` reports and nothing else.

Every answer names its request in \`X-Request-Id\`, which you may choose. A request whose headers or address are too long, or
that never ends, is refused with 431, 414 or 408 before any operation sees it.`;

const securitySchemes = {
  ApiKeyAuth: { type: "apiKey", in: "header", name: "X-API-Key", description: "An API key of the hub: `hlc_…`." },
  AgentToken: {
    type: "apiKey",
    in: "header",
    name: "X-Agent-Token",
    description: "An agent's own token, `hla_…`, with its GUID in `X-Server-GUID`.",
  },
};

const headers = {
  RequestId: { description: "Names the request, in the hub's log too.", schema: { type: "string", maxLength: 128 } },
  EntityTag: { description: "Stands for this very content; see If-None-Match.", schema: { type: "string" } },
  RetryAfter: { description: "When to try again, in seconds.", schema: { type: "integer", minimum: 1 } },
};

/** Describes routes as an OpenAPI document. Throws when two operations have one id, or two schemas one title. */
export function describeApi(routes: readonly RouteDefinition[], hub: HubDescription): OpenApiDocument {
  const all = routes.flatMap((route) => [route, ...oldRoutesOf(route)]);
  const components = new SchemaComponents();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of all) {
    const path = `${apiBase}${route.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, components) };
  }
  refuseDoubles(all.map(({ operationId }) => operationId));
  const responses = describeErrors(components);
  return {
    openapi: "3.1.0",
    info: {
      title: "HomelabCmd API",
      version: hub.version,
      description,
      contact: { name: "The maintainers of HomelabCmd" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: hub.basePath || "/", description: "Current server" }],
    tags: describeTags(new Set(all.map(({ tag }) => tag))),
    security: [{ ApiKeyAuth: [] }],
    paths,
    components: { schemas: components.all(), responses, headers, securitySchemes },
  };
}

function describeErrors(components: SchemaComponents) {
  const content = { "application/json": { schema: components.place(errorSchema) } };
  const entries = Object.values(sharedResponses).map(({ name, description: what, comesBack }) => {
    const retry = comesBack ? { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } : {};
    const shared = { "X-Request-Id": { $ref: "#/components/headers/RequestId" }, ...retry };
    return [name, { description: what, headers: shared, content }];
  });
  return Object.fromEntries(entries);
}

function refuseDoubles(operationIds: readonly string[]): void {
  const double = operationIds.find((id, index) => operationIds.indexOf(id) !== index);
  if (double) throw new TypeError(`Two operations have the id ${double}`);
}
