import type { FromSchema } from "json-schema-to-ts";

const text = (description: string, maxLength = 200) =>
  ({ type: "string", minLength: 1, maxLength, description }) as const;

/** JSON schema of the block `machines:`. */
export const machinesSchema = {
  type: "array",
  maxItems: 1000,
  description: "Machines to begin with. Each id is imported once; from then on the machine is edited in the dashboard.",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["id"],
    properties: {
      id: { type: "string", format: "machine-id", description: "Its lasting id." },
      display_name: text("What people call it."),
      hostname: { type: "string", format: "host-name", description: "Its name on the network." },
      ip_address: { type: "string", format: "ip-address", description: "Its address, IPv4 or IPv6." },
      mac_address: { type: "string", format: "mac-address", description: "Its hardware address, for Wake-on-LAN." },
      machine_type: {
        type: "string",
        enum: ["server", "workstation"],
        default: "server",
        description: "A server is expected to be online; a workstation comes and goes.",
      },
      tdp_watts: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 10_000,
        description: "Thermal design power in watts, for estimates of its energy.",
      },
      location: text("Where it stands."),
      tags: {
        type: "array",
        maxItems: 50,
        items: text("A tag.", 50),
        default: [],
        description: "Groups that it belongs to.",
      },
      expected_services: {
        type: "array",
        maxItems: 200,
        default: [],
        description: "systemd services that are to run on it: a name, or a map of name and critical.",
        items: {
          anyOf: [
            text("A service.", 255),
            {
              type: "object",
              additionalProperties: false,
              required: ["name"],
              properties: {
                name: text("The service.", 255),
                critical: { type: "boolean", description: "Its failure is critical. Default: false." },
              },
            },
          ],
        },
      },
    },
  },
} as const;

export type MachinesBlock = FromSchema<typeof machinesSchema>;
