import type { JsonSchema, RouteDefinition, RouteResponse } from "../../sdk/index.ts";
import { automaticErrors, errorSchema, sharedResponses } from "./errors.ts";
import type { SchemaComponents } from "./schema-components.ts";

/** Headers that every answer has. */
const everyAnswer = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };
const json = "application/json";

const ifNoneMatch = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The ETag of an earlier answer: 304 when nothing has changed since.",
  schema: { type: "string", maxLength: 256 },
};

/** The OpenAPI operation of a route. */
export function operationOf(route: RouteDefinition, components: SchemaComponents): JsonSchema {
  const { operationId, tag, summary, description, scope, request } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    description: [description, scopeNote(route)].filter(Boolean).join("\n\n"),
    ...(route.deprecated ? { deprecated: true } : {}),
    ...(scope === "open" ? { security: [] } : {}),
    ...(scope === "agent" ? { security: [{ ApiKeyAuth: [] }, { AgentToken: [] }] } : {}),
    parameters: [
      ...parametersOf("path", request?.params, components),
      ...parametersOf("query", request?.query, components),
      ...(route.conditional ? [ifNoneMatch] : []),
    ],
    ...(request?.body ? { requestBody: requestBodyOf(request.body, !request.hasOptionalBody, components) } : {}),
    responses: responsesOf(route, components),
  };
}

function scopeNote({ scope }: RouteDefinition): string {
  if (scope === "open") return "Open to everybody.";
  return scope === "agent" ? "Needs an agent's token, or a key of scope `agent`." : `Needs the scope \`${scope}\`.`;
}

function parametersOf(place: "path" | "query", schema: JsonSchema | undefined, components: SchemaComponents) {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...value }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    description,
    schema: components.place(value),
  }));
}

function requestBodyOf(body: JsonSchema, required: boolean, components: SchemaComponents) {
  const [example] = (body["examples"] ?? []) as readonly unknown[];
  return { required, content: { [json]: { schema: components.place(body), example } } };
}

function responsesOf(route: RouteDefinition, components: SchemaComponents): Readonly<Record<string, unknown>> {
  const declared = Object.entries(route.responses).map(
    ([status, response]) => [status, responseOf(Number(status), response, route, components)] as const,
  );
  const automatic = automaticErrors(route).map(
    (status) => [String(status), { $ref: `#/components/responses/${sharedResponses[status]?.name}` }] as const,
  );
  const unchanged = { description: "Nothing has changed since the given ETag.", headers: everyAnswer };
  return {
    ...Object.fromEntries(automatic),
    ...(route.conditional ? { 304: unchanged } : {}),
    ...Object.fromEntries(declared),
  };
}

function responseOf(status: number, response: RouteResponse, route: RouteDefinition, components: SchemaComponents) {
  const body = status >= 400 ? (response.body ?? errorSchema) : response.body;
  const hasEntityTag = route.conditional && status === 200;
  return {
    description: response.description,
    headers: { ...everyAnswer, ...(hasEntityTag ? { ETag: { $ref: "#/components/headers/EntityTag" } } : {}) },
    ...(body ? { content: contentOf({ ...response, body }, components) } : {}),
  };
}

function contentOf(response: RouteResponse & { readonly body: JsonSchema }, components: SchemaComponents) {
  const schemas = { [response.contentType ?? json]: response.body, ...response.alternatives };
  return Object.fromEntries(Object.entries(schemas).map(([type, body]) => [type, { schema: components.place(body) }]));
}
