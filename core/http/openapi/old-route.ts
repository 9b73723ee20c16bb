import type { JsonSchema, RouteDefinition } from "../../sdk/index.ts";
import { oldPathOf } from "../old-paths.ts";

/**
 * A route under its old path; none for one that always had its name. What is named after the path is named after the old one: `list_servers` for
 * `list_machines`, and a list's own name, `servers` for `machines`.
 */
export function oldRoutesOf(route: RouteDefinition): readonly RouteDefinition[] {
  const path = oldPathOf(route.path);
  if (path === undefined) return [];
  const successor = `Answers name the new path, \`${route.path.replace(/:(\w+)/g, "{$1}")}\`, in \`Link\`.`;
  const body = route.responses[200]?.body;
  const isList = body !== undefined && path.indexOf("/", 1) === -1;
  const old = {
    ...route,
    path,
    deprecated: true,
    operationId: oldOperationId(route.operationId),
    summary: `${route.summary} (old path)`,
    description: [route.description, successor].filter(Boolean).join("\n\n"),
    responses: isList ? { ...route.responses, 200: { ...route.responses[200], ...renamed(body) } } : route.responses,
  };
  return [old as RouteDefinition];
}

/** `get_machine` is `get_server`, and `list_packages` of a machine is `list_server_packages`. */
function oldOperationId(operationId: string): string {
  if (/_machine/.test(operationId)) return operationId.replace("_machine", "_server");
  return operationId.replace("_", "_server_");
}

/** The schema of a list under the old name; a title stands for one schema only. */
function renamed(body: JsonSchema): { readonly body: JsonSchema } {
  const { properties, required, title, ...rest } = body as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
    readonly title?: string;
  };
  if (!properties?.["machines"]) return { body };
  const rename = (name: string) => (name === "machines" ? "servers" : name);
  return {
    body: {
      ...rest,
      ...(required ? { required: required.map(rename) } : {}),
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [rename(name), value])),
    },
  };
}
