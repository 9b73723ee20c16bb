import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { identitySchema } from "../wire/identity.ts";
import { machineIn, showIdentity } from "./shown-identity.ts";

const machineId = { type: "string", pattern: "^[a-z0-9-]{1,100}$" } as const;

const body = {
  type: "object",
  description: "Which machine this one was.",
  required: ["machine_id"],
  additionalProperties: false,
  properties: { machine_id: { ...machineId, description: "One of the candidates of this machine's identity." } },
  examples: [{ machine_id: "nas" }],
} as const;

/** `POST /machines/{id}/identity/adopt`: the user's word that a machine is an older one, installed anew. */
export function addSuccessionRoute(routes: Routes, house: House, owner: string): void {
  routes.add(
    {
      method: "POST",
      path: "/machines/:id/identity/adopt",
      operationId: "adopt_machine_identity",
      summary: "Say that a machine is an older one, installed anew",
      description:
        "The older machine goes on with its id, settings, tags and history under the new agent's GUID, together with what was recorded " +
        "of the new one meanwhile. The new one's id and settings are gone, and the old agent's token ends.",
      tag: "Machines",
      scope: "admin",
      request: {
        params: { type: "object", properties: { id: { ...machineId, description: "The new machine's id." } } },
        body,
      },
      responses: {
        200: { description: "The older machine's identity now.", body: identitySchema },
        404: { description: "There is no such machine." },
        409: { description: "The older one still reports, or the two have nothing in common." },
      },
    },
    async ({ params, body: given }) => {
      const { machine_id: formerId } = given as { readonly machine_id: string };
      return showIdentity(house, await house.succession.adopt(machineIn(house, params).id, formerId));
    },
    owner,
  );
}
