import type { JsonSchema, RouteDefinition } from "../../sdk/index.ts";

/**
 * A route under its old path. What is named after the path is named after the old one: `list_servers` for `list_machines`, and
 * a list's own name, `servers` for `machines`.
 */
export function aliasOf(route: RouteDefinition, alias: string): RouteDefinition {
  const [plural, oldPlural] = [firstSegment(route.path), firstSegment(alias)];
  const body = route.responses[200]?.body;
  const renamed = body && renameProperty(body, plural, oldPlural);
  return {
    ...route,
    path: alias,
    operationId: route.operationId.replace(singular(plural), singular(oldPlural)),
    summary: `${route.summary} (old path)`,
    responses: renamed ? { ...route.responses, 200: { ...route.responses[200], ...renamed } } : route.responses,
  } as RouteDefinition;
}

function renameProperty(body: JsonSchema, from: string, to: string): { readonly body: JsonSchema } | undefined {
  const { properties, required, title, ...rest } = body as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
    readonly title?: string;
  };
  if (!properties?.[from]) return undefined;
  const rename = (name: string) => (name === from ? to : name);
  return {
    body: {
      ...rest,
      ...(required ? { required: required.map(rename) } : {}),
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [rename(name), value])),
    },
  };
}

function firstSegment(path: string): string {
  return path.split("/")[1] ?? "";
}

function singular(plural: string): string {
  return plural.replace(/s$/, "");
}
