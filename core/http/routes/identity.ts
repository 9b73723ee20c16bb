import type { ClaimName } from "../../devices/pin-plan.ts";
import type { Identity } from "../../devices/view.ts";
import { PlatformError } from "../../errors.ts";
import type { Caller, Machine } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { identitySchema, identityToWire } from "../wire/identity.ts";

const machineId = { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } as const;
const source = { type: "string", minLength: 1, maxLength: 100, description: "The integration that made the claim." };
const ref = { type: "string", minLength: 1, maxLength: 500, description: "The integration's own name for the device." };
const deviceId = { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "A device of another source." };

const aClaim = {
  title: "ClaimName",
  type: "object",
  description: "A claim, by the source that made it and that source's name for the device.",
  required: ["source", "ref"],
  additionalProperties: false,
  properties: { source, ref },
  examples: [{ source: "dhcp", ref: "lan 52:54:00:12:34:56" }],
};

const aDevice = {
  title: "DeviceName",
  type: "object",
  description: "A whole device.",
  required: ["device_id"],
  additionalProperties: false,
  properties: { device_id: deviceId },
};

const mergeBody = {
  description: "What is this machine: a claim, or a whole device.",
  anyOf: [aClaim, aDevice],
  examples: [{ device_id: 7 }],
};

interface MergeBody extends Partial<ClaimName> {
  readonly device_id?: number;
}

/** Who a machine is, by whose word, and the user's own word on it. */
export function addIdentityRoutes(routes: Routes, { devices, machines }: House, owner: string): void {
  const path = "/machines/:id/identity";
  const alias = "/servers/:id/identity";
  const params = { type: "object", properties: { id: machineId } };
  const common = { tag: "Machines" } as const;
  const answered = { 200: { description: "The machine's identity.", body: identitySchema } };
  const missing = { 404: { description: "There is no such machine, claim or device." } };
  const refused = { 409: { description: "It would put two agents into one device, or nothing comes of it." } };

  routes.add(
    {
      ...common,
      method: "GET",
      path,
      alias,
      operationId: "get_machine_identity",
      summary: "Show which sources speak of a machine, what each says and since when",
      scope: "viewer",
      request: { params },
      responses: { ...answered, ...missing },
    },
    (request) => show(machineOf(request.params)),
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: `${path}/merge`,
      alias: `${alias}/merge`,
      operationId: "merge_machine_identity",
      summary: "Pin a claim or a device to a machine: they are the same",
      scope: "operator",
      request: { params, body: mergeBody },
      responses: { ...answered, ...missing, ...refused },
    },
    (request) => {
      const { source = "", ref = "", device_id: other } = request.body as MergeBody;
      return pin(machineOf(request.params), other ?? { source, ref }, "together", request.caller);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: `${path}/split`,
      alias: `${alias}/split`,
      operationId: "split_machine_identity",
      summary: "Pin a claim apart from a machine: it speaks of another device",
      scope: "operator",
      request: { params, body: aClaim },
      responses: { ...answered, ...missing, ...refused },
    },
    (request) => pin(machineOf(request.params), request.body as ClaimName, "apart", request.caller),
    owner,
  );

  async function pin(machine: Machine, target: ClaimName | number, kind: "together" | "apart", caller: Caller) {
    machines.refresh(await devices.pin(machine.deviceId, target, { kind, by: caller.name }));
    return show(machine);
  }

  function show(machine: Machine) {
    return identityToWire(devices.identity(machine.deviceId) ?? unknownTo(machine), machine.id);
  }

  function machineOf(params: Readonly<Record<string, string>>): Machine {
    const { id = "" } = params;
    const machine = machines.get(id);
    if (!machine) throw new PlatformError("NOT_FOUND", `Machine '${id}' does not exist`);
    return machine;
  }
}

/** The identity of a machine of which no source speaks any more. */
function unknownTo({ deviceId, guid }: Machine): Identity {
  return { deviceId, guid, claims: [], facts: [], addresses: [], pins: [], conflicts: [] };
}
