import type { ClaimName } from "../../devices/pin-plan.ts";
import type { Caller, Machine } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { identitySchema } from "../wire/identity.ts";
import { machineIn, showIdentity } from "./shown-identity.ts";

const machineId = { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } as const;
const source = { type: "string", minLength: 1, maxLength: 100, description: "The integration that made the claim." };
const ref = { type: "string", minLength: 1, maxLength: 500, description: "The integration's own name for the device." };
const deviceId = { type: "integer", minimum: 1, maximum: 2 ** 53 - 1, description: "A device of another source." };

/** JSON schema of a `ClaimName`. */
export const claimNameSchema = {
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

const targetBody = {
  description: "A claim, or a whole device.",
  anyOf: [claimNameSchema, aDevice],
  examples: [{ device_id: 7 }],
};

interface TargetBody extends Partial<ClaimName> {
  readonly device_id?: number;
}

/** Who a machine is, by whose word, and the user's own word on it. */
export function addIdentityRoutes(routes: Routes, house: House, owner: string): void {
  const { devices, machines } = house;
  const path = "/machines/:id/identity";
  const params = { type: "object", properties: { id: machineId } };
  const common = { tag: "Machines" } as const;
  const answered = { 200: { description: "The machine's identity.", body: identitySchema } };
  const missing = { 404: { description: "There is no such machine, claim or device." } };
  const refused = {
    409: { description: "It would put two agents into one device, is no candidate, or nothing comes of it." },
  };

  routes.add(
    {
      ...common,
      method: "GET",
      path,
      operationId: "get_machine_identity",
      summary: "Show which sources speak of a machine, what each says and since when",
      scope: "viewer",
      request: { params },
      responses: { ...answered, ...missing },
    },
    (request) => showIdentity(house, machineIn(house, request.params)),
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: `${path}/merge`,
      operationId: "merge_machine_identity",
      summary: "Pin a claim or a device to a machine: they are the same",
      scope: "operator",
      request: { params, body: targetBody },
      responses: { ...answered, ...missing, ...refused },
    },
    (request) => {
      return pin(machineIn(house, request.params), targetOf(request.body as TargetBody), "together", request.caller);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: `${path}/split`,
      operationId: "split_machine_identity",
      summary: "Pin a claim or a device apart from a machine: they are not the same",
      description: "A device that is named as a candidate is then never offered again.",
      scope: "operator",
      request: { params, body: targetBody },
      responses: { ...answered, ...missing, ...refused },
    },
    (request) => pin(machineIn(house, request.params), targetOf(request.body as TargetBody), "apart", request.caller),
    owner,
  );

  async function pin(machine: Machine, target: ClaimName | number, kind: "together" | "apart", caller: Caller) {
    machines.refresh(await devices.pin(machine.deviceId, target, { kind, by: caller.name }));
    return showIdentity(house, machine);
  }
}

function targetOf({ source = "", ref = "", device_id: device }: TargetBody): ClaimName | number {
  return device ?? { source, ref };
}
