import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { PackageLists } from "./package-lists.ts";

const text = (description: string) => ({ type: ["string", "null"], description });
const time = (description: string) => ({ type: "string", format: "date-time", description });

const packageListSchema = {
  title: "PackageList",
  type: "object",
  description: "What a machine can bring up to date.",
  required: ["server_id", "last_checked", "total_count", "security_count", "packages"],
  properties: {
    server_id: { type: "string", description: "The machine's id." },
    last_checked: text("When its package manager was last asked; null when that is not known."),
    total_count: { type: "integer", description: "How many packages can be brought up to date." },
    security_count: { type: "integer", description: "Those of them that repair a hole." },
    packages: {
      type: "array",
      description: "At most 500 of them, security first.",
      items: {
        type: "object",
        description: "One package.",
        required: ["name", "is_security", "detected_at", "updated_at"],
        properties: {
          name: { type: "string", description: "The package, with its architecture where that is not the machine's." },
          current_version: text("What is installed."),
          new_version: text("What it would become."),
          repository: text("Where that comes from."),
          is_security: { type: "boolean", description: "It repairs a hole." },
          detected_at: time("When it was first told."),
          updated_at: time("When something about it last became different."),
        },
      },
    },
  },
};

/** `GET /machines/{id}/packages`. */
export function addPackageRoutes(context: IntegrationContext, lists: PackageLists): void {
  const { machines, states, refuse } = context;
  context.addRoute(
    {
      method: "GET",
      path: "/machines/:id/packages",
      operationId: "list_machine_packages",
      summary: "Show which packages of a machine can be brought up to date",
      tag: "Machines",
      scope: "viewer",
      request: {
        params: {
          type: "object",
          properties: { id: { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } },
        },
      },
      responses: {
        200: { description: "The packages; none when its agent never told any.", body: packageListSchema },
        404: { description: "There is no such machine." },
      },
    },
    async ({ params: { id = "" } }) => {
      if (!machines.get(id)) refuse("NOT_FOUND", `Machine '${id}' does not exist`);
      const packages = (await lists.of(id))?.packages ?? [];
      const updates = states.get(`${id}.updates_available`);
      return {
        server_id: id,
        last_checked: momentOf(updates?.attributes["checked_at"]),
        total_count: countOf(updates?.value) ?? packages.length,
        security_count:
          countOf(states.get(`${id}.security_updates`)?.value) ??
          packages.filter(({ is_security }) => is_security).length,
        packages,
      };
    },
  );
}

function countOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** An agent may write anything for a time. */
function momentOf(value: unknown): string | null {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
