import type { Identity } from "../../devices/view.ts";
import type { SuccessionCandidate } from "../../machines/succession.ts";

/** An identity as it goes over the wire. */
export function identityToWire(identity: Identity, machineId: string, candidates: readonly SuccessionCandidate[]) {
  return {
    machine_id: machineId,
    device_id: identity.deviceId,
    guid: identity.guid,
    claims: identity.claims.map(({ source, ref, keys, firstSeen, changedAt }) => ({
      source,
      ref,
      keys: {
        agent_guid: keys.agentGuid ?? null,
        agent_id: keys.agentId ?? null,
        machine_id: keys.machineId ?? null,
        macs: keys.macs ?? [],
        seen_macs: keys.seenMacs ?? [],
        tailscale_node_id: keys.tailscaleNodeId ?? null,
        docker_engine_id: keys.dockerEngineId ?? null,
      },
      first_seen: time(firstSeen),
      changed_at: time(changedAt),
    })),
    facts: identity.facts.map(({ name, value, source, since }) => ({ name, value, source, since: time(since) })),
    addresses: identity.addresses.map(({ kind, value, network, firstSeen, lastSeen, source }) => ({
      kind,
      value,
      network,
      first_seen: time(firstSeen),
      last_seen: time(lastSeen),
      source,
    })),
    pins: identity.pins.map(({ kind, claims, by, at }) => ({ kind, claims, by, at: time(at) })),
    conflicts: identity.conflicts.map(({ kind, claims, sharedKey }) => ({ kind, claims, shared_key: sharedKey })),
    candidates: candidates.map(({ machine, why }) => ({
      machine_id: machine.id,
      device_id: machine.deviceId,
      display_name: machine.displayName,
      last_seen: machine.lastSeen === null ? null : time(machine.lastSeen),
      why,
    })),
  };
}

function time(at: number): string {
  return new Date(at).toISOString();
}

const text = (description: string) => ({ type: "string", description }) as const;
const maybeText = (description: string) => ({ type: ["string", "null"], description }) as const;
const moment = (description: string) => ({ type: "string", format: "date-time", description }) as const;

/** A closed object with all of its properties required. */
function record<Properties extends object>(description: string, properties: Properties) {
  return { type: "object", description, required: Object.keys(properties), properties, additionalProperties: false };
}

function listOf(description: string, items: object) {
  return { type: "array", description, items };
}

const source = text("The integration that says so.");
const claimName = record("Names a claim.", { source, ref: text("The source's own name for the device.") });

const claim = record("What one source says about the device.", {
  ...claimName.properties,
  keys: record("What identifies the device by itself.", {
    agent_guid: maybeText("The GUID that its agent keeps."),
    agent_id: maybeText("What an agent from before GUIDs calls the machine."),
    machine_id: maybeText("/etc/machine-id. A clone copies it."),
    macs: listOf("Hardware addresses that an agent attests about its own host.", text("Lower case with colons.")),
    seen_macs: listOf("Hardware addresses seen on the network.", text("Lower case with colons.")),
    tailscale_node_id: maybeText("The node's id in Tailscale."),
    docker_engine_id: maybeText("The engine's own id."),
  }),
  first_seen: moment("When the source first spoke of it."),
  changed_at: moment("When it last said something new."),
});

const fact = record("A fact, and who says so.", {
  name: text("snake_case, such as hostname."),
  value: { type: ["string", "number", "boolean", "null"], description: "null is unknown." },
  source,
  since: moment("When the source first gave it this value."),
});

const address = record("Under what the device was found. Never identity.", {
  kind: { enum: ["ip", "hostname"], description: "An IP address or a name." },
  value: text("The address or name."),
  network: maybeText("Of an IP address, the /24 or /64 that it lies in."),
  first_seen: moment("When it was first seen."),
  last_seen: moment("When it was last seen, at most a minute behind."),
  source,
});

const pin = record("A lasting word on two claims.", {
  kind: { enum: ["together", "apart"], description: "One device, or two." },
  claims: listOf("The two claims.", claimName),
  by: text("Who said so: a key's name, or migration."),
  at: moment("When it was said."),
});

const conflict = record("What the claims say and the hub does not follow.", {
  kind: {
    enum: ["shared_key", "ambiguous_claim", "two_agents", "impossible_pin"],
    description:
      "shared_key: several agents hold the key, so it identifies none of them. ambiguous_claim: it matches several agents. " +
      "two_agents, impossible_pin: the key or pin would put two agents into one device.",
  },
  claims: listOf("The claims that it is about.", claimName),
  shared_key: maybeText("What they share, as kind:value."),
});

const candidate = record("A silent machine that this one may have been before it was installed anew.", {
  machine_id: text("Its id."),
  device_id: { type: "integer", description: "Its device's id." },
  display_name: maybeText("What the user calls it."),
  last_seen: { ...maybeText("When it was heard last."), format: "date-time" },
  why: listOf("What the two have in common.", {
    enum: ["macs", "hostname", "machine_id"],
    description: "Hardware addresses, the hostname, or /etc/machine-id.",
  }),
});

const fields = {
  machine_id: text("The machine's id."),
  device_id: { type: "integer", description: "The device's id." },
  guid: maybeText("The GUID of its agent."),
  claims: listOf("What each source says.", claim),
  facts: listOf("One value of each fact: the agent's word first, then the newest.", fact),
  addresses: listOf("Addresses and names, of each the newest 200.", address),
  pins: listOf("What was pinned together or apart.", pin),
  conflicts: listOf("Where sources contradict each other.", conflict),
  candidates: listOf("Which machines this one may have been: for the user to say, see adopt and split.", candidate),
};

/** JSON schema of `identityToWire`. */
export const identitySchema = { title: "Identity", ...record("Who a device is, and who says so.", fields) };
