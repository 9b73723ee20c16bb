import type { Machine } from "../../sdk/index.ts";
import { type MachineReadings, machineReadingsProperties } from "./machine-readings.ts";

/** A machine as it goes over the wire, with what it measured where that is given. */
export function machineToWire(machine: Machine, readings?: MachineReadings) {
  const { facts } = machine;
  return {
    id: machine.id,
    guid: machine.guid,
    hostname: facts["hostname"] ?? machine.id,
    display_name: machine.displayName,
    ip_address: facts["ip_address"] ?? null,
    mac_address: facts["mac_address"] ?? null,
    status: machine.status,
    status_changed_at: new Date(machine.statusChangedAt).toISOString(),
    machine_type: machine.machineType,
    expected_online: machine.expectedOnline,
    cpu_model: facts["cpu_model"] ?? null,
    cpu_cores: facts["cpu_cores"] ?? null,
    os_distribution: facts["os_distribution"] ?? null,
    os_version: facts["os_version"] ?? null,
    kernel_version: facts["kernel_version"] ?? null,
    architecture: facts["architecture"] ?? null,
    agent_version: facts["agent_version"] ?? null,
    agent_mode: facts["agent_mode"] ?? null,
    is_paused: machine.pausedAt !== null,
    paused_at: machine.pausedAt === null ? null : new Date(machine.pausedAt).toISOString(),
    paused_until: machine.pausedUntil === null ? null : new Date(machine.pausedUntil).toISOString(),
    last_seen: machine.lastSeen === null ? null : new Date(machine.lastSeen).toISOString(),
    last_boot_time: facts["last_boot_time"] ?? null,
    location: machine.location,
    tags: machine.tags,
    tdp_watts: machine.tdpWatts,
    idle_watts: machine.idleWatts,
    machine_category: machine.machineCategory,
    ssh_username: machine.sshUsername,
    sudo_mode: machine.sudoMode,
    created_at: new Date(machine.createdAt).toISOString(),
    updated_at: new Date(machine.updatedAt).toISOString(),
    ...readings,
  };
}

const text = (description: string) => ({ type: ["string", "null"], description });
const time = (description: string) => ({ type: ["string", "null"], format: "date-time", description });

/** JSON schema of `machineToWire`. */
export const machineSchema = {
  title: "Machine",
  type: "object",
  description: "A server or workstation that the user manages.",
  required: ["id", "hostname", "status", "machine_type", "created_at", "updated_at"],
  properties: {
    id: { type: "string", description: "Slug, the same as server_id elsewhere." },
    guid: text("The GUID that its agent keeps."),
    hostname: { type: "string", description: "What the host calls itself at present." },
    display_name: text("What the user calls it."),
    ip_address: text("Current address."),
    mac_address: text("Hardware address of the interface that it uses."),
    status: { enum: ["online", "offline", "unknown"], description: "By the hub's clock." },
    status_changed_at: time("When the status last changed."),
    machine_type: { enum: ["server", "workstation"], description: "A workstation comes and goes." },
    expected_online: { type: "boolean", description: "Whether being offline is worth an alert." },
    cpu_model: text("As the kernel names it."),
    cpu_cores: { type: ["integer", "null"], description: "Logical processors." },
    os_distribution: text("NAME of os-release."),
    os_version: text("VERSION_ID of os-release."),
    kernel_version: text("Kernel release."),
    architecture: text("x86_64, aarch64 …"),
    agent_version: text("Version of its agent."),
    agent_mode: text("readonly or readwrite."),
    is_paused: { type: "boolean", description: "In maintenance." },
    paused_at: time("Since when."),
    paused_until: time("Until when; null until the user ends it."),
    last_seen: time("Last heartbeat, by the hub's clock."),
    last_boot_time: time("When the host booted."),
    location: text("Where it stands."),
    tags: { type: "array", items: { type: "string", description: "A group." }, description: "The user's groups." },
    tdp_watts: { type: ["number", "null"], description: "Power at full load, in watts." },
    idle_watts: { type: ["number", "null"], description: "Power at rest, in watts." },
    machine_category: text("What kind of machine it is, for its power."),
    ssh_username: text("Who commands run as; null for the hub's default."),
    sudo_mode: { enum: ["passwordless", "password"], description: "How that user becomes root." },
    created_at: time("When it was registered."),
    updated_at: time("When its record last changed."),
    ...machineReadingsProperties,
  },
} as const;
