import { PlatformError } from "../../errors.ts";
import type { KnownDevice } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { deviceSchema, deviceToWire } from "../wire/device.ts";

const deviceId = { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "The device's id, or an alias." };

interface DeviceQuery {
  readonly source?: string;
  readonly known?: boolean;
}

/** Every device that any source ever spoke of, one row each. */
export function addDeviceRoutes(routes: Routes, { devices, machines }: House, owner: string): void {
  const common = { method: "GET", tag: "Devices", scope: "viewer" } as const;

  routes.add(
    {
      ...common,
      path: "/devices",
      operationId: "list_devices",
      summary: "List the devices of every source",
      request: {
        query: {
          type: "object",
          properties: {
            source: { type: "string", minLength: 1, maxLength: 100, description: "Only what this integration knows." },
            known: { type: "boolean", description: "Only your machines (true), or only the others (false)." },
          },
        },
      },
      responses: {
        200: {
          description: "One row for each device, by id.",
          body: {
            title: "DeviceList",
            type: "object",
            description: "Devices.",
            required: ["devices", "total"],
            properties: {
              devices: { type: "array", items: deviceSchema, description: "By id." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    ({ query }) => {
      const { source, known } = query as DeviceQuery;
      const list = devices
        .list()
        .filter(({ sources }) => source === undefined || sources.includes(source))
        .map(toWire)
        .filter((device) => known === undefined || device.known === known)
        .sort((one, other) => one.id - other.id);
      return { devices: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      path: "/devices/:id",
      operationId: "get_device",
      summary: "Show one device, by its id or an alias",
      request: { params: { type: "object", properties: { id: deviceId } } },
      responses: {
        200: { description: "The device.", body: deviceSchema },
        404: { description: "No source speaks of such a device." },
      },
    },
    ({ params }) => {
      const id = Number((params as Readonly<Record<string, string>>)["id"]);
      const device = devices.get(id);
      if (!device) throw new PlatformError("NOT_FOUND", `Device ${id} does not exist`);
      return toWire(device);
    },
    owner,
  );

  function toWire(device: KnownDevice) {
    return deviceToWire(device, machines.get(device.slug)?.id ?? null);
  }
}
