import type { Machine } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import { isOldPath } from "../old-paths.ts";
import type { Routes } from "../routes.ts";
import { machineSchema, machineToWire } from "../wire/machine.ts";
import { type MachineReadings, machineReadings } from "../wire/machine-readings.ts";

const machineId = { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } as const;

/** The list of machines and their details, also under their old name `/servers`. */
export function addMachineRoutes(
  routes: Routes,
  { contributions, entities, machines, states }: House,
  owner: string,
): void {
  const common = { method: "GET", tag: "Machines", scope: "viewer" } as const;

  routes.add(
    {
      ...common,
      path: "/machines",
      operationId: "list_machines",
      summary: "List the machines with their status and latest metrics",
      conditional: true,
      responses: {
        200: {
          description: "Every machine, by id.",
          body: {
            title: "MachineList",
            type: "object",
            description: "Machines with their latest metrics.",
            required: ["machines", "total"],
            properties: {
              machines: { type: "array", items: machineSchema, description: "Named servers under /servers." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    async ({ path }) => {
      const list = machines.list().toSorted((one, other) => (one.id < other.id ? -1 : 1));
      const plural = isOldPath(path) ? "servers" : "machines";
      const added = await contributions.of(list.map(({ id }) => id));
      const shown = list.map((machine) => withFields(machineToWire(machine, latest(machine)), added[machine.id]));
      return { [plural]: shown, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      path: "/machines/:id",
      operationId: "get_machine",
      summary: "Show one machine",
      request: { params: { type: "object", properties: { id: machineId } } },
      responses: {
        200: { description: "The machine.", body: machineSchema },
        404: { description: "There is no such machine." },
      },
    },
    async ({ params: { id = "" } }) => {
      const machine = machines.require(id);
      return withFields(machineToWire(machine, latest(machine)), (await contributions.of([id]))[id]);
    },
    owner,
  );

  function latest(machine: Machine): MachineReadings {
    return machineReadings(machine, entities.ofDevice(machine.id), (id) => states.get(id));
  }
}

/** With what integrations add; the machine's own fields come first. It is not copied: copies of this size are slow, and slow to write. */
function withFields<Wire extends object>(wire: Wire, added: Readonly<Record<string, unknown>> = {}): Wire {
  for (const [name, value] of Object.entries(added)) if (!(name in wire)) Object.assign(wire, { [name]: value });
  return wire;
}
