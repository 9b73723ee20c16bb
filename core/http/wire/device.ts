import type { KnownDevice } from "../../sdk/index.ts";

/** A device as it goes over the wire. `machineId` is `null` for a device that nobody manages. */
export function deviceToWire(device: KnownDevice, machineId: string | null) {
  const { facts } = device;
  return {
    id: device.id,
    machine_id: machineId,
    known: machineId !== null,
    guid: device.guid,
    hostname: facts["hostname"] ?? null,
    ip_address: facts["ip_address"] ?? null,
    mac_address: facts["mac_address"] ?? null,
    sources: device.sources,
    aliases: device.aliases,
    first_seen: new Date(device.firstSeen).toISOString(),
    last_seen: new Date(device.lastSeen).toISOString(),
  };
}

const maybeText = (description: string) => ({ type: ["string", "null"], description }) as const;

const fields = {
  id: { type: "integer", description: "The device's id." },
  machine_id: maybeText("The id of the machine that it is; null when nobody manages it."),
  known: { type: "boolean", description: "Whether it is one of your machines." },
  guid: maybeText("The GUID of its agent."),
  hostname: maybeText("What it calls itself at present."),
  ip_address: maybeText("Current address."),
  mac_address: maybeText("Hardware address."),
  sources: {
    type: "array",
    description: "The integrations that speak of it.",
    items: { type: "string", description: "An integration." },
  },
  aliases: {
    type: "array",
    description: "Other ids that find it.",
    items: { type: "integer", description: "An id." },
  },
  first_seen: { type: "string", format: "date-time", description: "When anybody first spoke of it." },
  last_seen: { type: "string", format: "date-time", description: "When somebody last did." },
} as const;

/** JSON schema of `deviceToWire`. */
export const deviceSchema = {
  title: "Device",
  type: "object",
  description: "A device that some source spoke of, managed or not.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;
