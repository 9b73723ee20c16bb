import type { ClaimName } from "../../devices/pin-plan.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { identitySchema } from "../wire/identity.ts";
import { claimNameSchema } from "./identity.ts";
import { machineIn, showIdentity } from "./shown-identity.ts";

const machineId = { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } as const;

const unpinBody = {
  type: "object",
  description: "A pin, as `pins` of the identity shows it.",
  required: ["claims"],
  additionalProperties: false,
  properties: {
    claims: {
      type: "array",
      minItems: 2,
      maxItems: 2,
      items: claimNameSchema,
      description: "The two claims that it is about.",
    },
  },
  examples: [
    {
      claims: [
        { source: "agent", ref: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d" },
        { source: "dhcp", ref: "lan 52:54:00:12:34:56" },
      ],
    },
  ],
};

/** Taking back what was pinned: the claims then say by themselves again whether they speak of one device. */
export function addPinRoutes(routes: Routes, house: House, owner: string): void {
  const { devices, machines } = house;
  routes.add(
    {
      method: "POST",
      path: "/machines/:id/identity/unpin",
      operationId: "unpin_machine_identity",
      summary: "Take back that two claims were put together or told apart",
      tag: "Machines",
      scope: "operator",
      request: { params: { type: "object", properties: { id: machineId } }, body: unpinBody },
      responses: {
        200: { description: "The machine's identity.", body: identitySchema },
        404: { description: "There is no such machine, or no such pin on it." },
      },
    },
    async (request) => {
      const machine = machineIn(house, request.params);
      const { claims } = request.body as { readonly claims: readonly [ClaimName, ClaimName] };
      machines.refresh(await devices.unpin(machine.deviceId, claims));
      return showIdentity(house, machine);
    },
    owner,
  );
}
