import type { FromSchema } from "json-schema-to-ts";

/*
 * The wire contract between an agent and the hub, for both ends and for both transports. Additions only: hubs and agents
 * two minor versions apart understand each other, unknown fields are ignored and any field but three may be missing.
 */

const percent = (description: string) => ({ type: ["number", "null"], minimum: 0, maximum: 100, description }) as const;
const amount = (description: string) => ({ type: ["number", "null"], minimum: 0, description }) as const;
const text = (maxLength: number, description: string) =>
  ({ type: ["string", "null"], maxLength, description }) as const;
const address = { type: "string", maxLength: 64 } as const;

const metrics = {
  type: ["object", "null"],
  description: "Readings of the whole host. A missing or null reading is unknown, never 0.",
  properties: {
    cpu_percent: percent("Busy share of all cores since the last heartbeat, percent."),
    memory_percent: percent("Memory that is not available to new programs, percent of the total."),
    memory_total_mb: amount("Memory in all, MiB."),
    memory_used_mb: amount("Total minus available memory, MiB."),
    memory_total_gb: amount("Memory in all, GiB."),
    memory_used_gb: amount("Total minus available memory, GiB."),
    swap_total_mb: amount("Swap in all, MiB; 0 where there is none."),
    swap_used_mb: amount("Swap in use, MiB."),
    disk_percent: percent("Use of the root file system, percent as `df` shows it."),
    disk_total_gb: amount("Size of the root file system, GiB."),
    disk_used_gb: amount("Use of the root file system, GiB."),
    network_rx_bytes: amount("Bytes received since boot on all physical interfaces. A counter: it resets on reboot."),
    network_tx_bytes: amount("Bytes sent since boot on all physical interfaces. A counter: it resets on reboot."),
    load_1m: amount("Load average over 1 minute."),
    load_5m: amount("Load average over 5 minutes."),
    load_15m: amount("Load average over 15 minutes."),
    uptime_seconds: amount("Seconds since boot."),
    boot_time: text(40, "When the host booted, ISO 8601."),
    reboot_required: { type: ["boolean", "null"], description: "The distribution asks for a reboot." },
  },
} as const;

const filesystem = {
  type: "object",
  required: ["mount_point"],
  properties: {
    mount_point: { type: "string", minLength: 1, maxLength: 4096, description: "Absolute path." },
    device: text(4096, "What is mounted: /dev/sda1, tank/media."),
    fs_type: text(64, "ext4, btrfs, zfs …"),
    total_bytes: amount("Size in bytes."),
    used_bytes: amount("Bytes in use."),
    available_bytes: amount("Bytes that an unprivileged program can still write."),
    percent: percent("used / (used + available), percent, as `df` shows it."),
  },
} as const;

const networkInterface = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 64, description: "The kernel's name: eth0." },
    mac: text(64, "Hardware address, lower case with colons."),
    addresses: { type: ["array", "null"], maxItems: 256, items: address, description: "IPv4 and IPv6 addresses." },
    rx_bytes: amount("Bytes received since boot."),
    tx_bytes: amount("Bytes sent since boot."),
    rx_packets: amount("Packets received since boot."),
    tx_packets: amount("Packets sent since boot."),
    is_up: { type: ["boolean", "null"], description: "Administratively up with a carrier." },
    is_physical: { type: ["boolean", "null"], description: "A real card, not a bridge, tunnel or container end." },
  },
} as const;

/** JSON schema of one heartbeat. Percentages are 0..100, counts and sizes at least 0; unknown fields are ignored. */
export const heartbeatSchema = {
  title: "Heartbeat",
  type: "object",
  description: "What one agent measured at one moment.",
  required: ["server_id", "hostname", "timestamp"],
  properties: {
    server_guid: {
      type: ["string", "null"],
      pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
      description: "The agent's identity, UUID v4, made on its first run and never changed. Missing from old agents.",
    },
    server_id: { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "Slug that the agent proposes." },
    hostname: { type: "string", minLength: 1, maxLength: 255, description: "The host's own name." },
    timestamp: { type: "string", format: "date-time", description: "When it was measured, ISO 8601 with offset." },
    sent_at: {
      type: ["string", "null"],
      format: "date-time",
      description: "The agent's clock when sending; the hub corrects a wrong clock by it.",
    },
    agent_version: text(64, "Semantic version of the agent."),
    agent_mode: { enum: ["readonly", "readwrite", null], description: "Whether the agent would act on its host." },
    heartbeat_interval_seconds: {
      type: ["number", "null"],
      minimum: 1,
      maximum: 3600,
      description: "How often this agent reports at present.",
    },
    boot_id: text(64, "/proc/sys/kernel/random/boot_id: changes with every boot."),
    machine_id: text(64, "/etc/machine-id: 32 hexadecimal digits; a clone copies it."),
    identity_claim: text(128, "Given back with a new server_guid: see the answer's field of this name."),
    sequence: amount("Counts the heartbeats of one agent process."),
    ip_addresses: { type: ["array", "null"], maxItems: 256, items: address, description: "Default route's first." },
    mac_address: text(64, "Hardware address on the default route."),
    metrics,
    cpu_info: {
      type: ["object", "null"],
      description: "The host's processor.",
      properties: { cpu_model: text(256, "As the kernel names it."), cpu_cores: amount("Logical processors.") },
    },
    os_info: {
      type: ["object", "null"],
      description: "The host's operating system.",
      properties: {
        distribution: text(128, "NAME of os-release."),
        version: text(128, "VERSION_ID of os-release."),
        kernel: text(128, "Kernel release."),
        architecture: text(64, "x86_64, aarch64 …"),
      },
    },
    filesystems: { type: ["array", "null"], maxItems: 512, items: filesystem, description: "Those of real disks." },
    network_interfaces: {
      type: ["array", "null"],
      maxItems: 512,
      items: networkInterface,
      description: "Every interface but the loopback.",
    },
  },
} as const;

/** What a schema names, without the fields that it would only ignore. */
type Known<Value> = Value extends readonly (infer Item)[]
  ? readonly Known<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value as string extends Name ? never : Name]: Known<Value[Name]> }
    : Value;

/** One heartbeat on the wire; see `heartbeatSchema` for the units of each field. */
export type Heartbeat = Known<FromSchema<typeof heartbeatSchema>>;
export type HeartbeatMetrics = NonNullable<Heartbeat["metrics"]>;
export type HeartbeatFilesystem = NonNullable<Heartbeat["filesystems"]>[number];
export type HeartbeatInterface = NonNullable<Heartbeat["network_interfaces"]>[number];

/** Most heartbeats in one batch. */
export const maxBatch = 500;

/** JSON schema of a heartbeat's answer. */
export const heartbeatAnswerSchema = {
  title: "HeartbeatAnswer",
  type: "object",
  description: "The hub's answer to one heartbeat.",
  required: ["status", "received", "server_time", "server_registered", "server_id", "config"],
  properties: {
    status: { const: "ok", description: "The heartbeat is good." },
    received: { const: true, description: "The heartbeat is stored; the agent may forget it." },
    server_time: { type: "string", format: "date-time", description: "The hub's clock." },
    server_registered: { type: "boolean", description: "True on the heartbeat that created the machine." },
    server_id: { type: "string", description: "The machine's id on this hub; may differ from the proposed one." },
    pending_commands: { type: "array", items: {}, description: "Always empty: commands go over SSH." },
    results_acknowledged: {
      type: "array",
      items: { type: "integer" },
      description: "Ids of received command results.",
    },
    config: {
      type: "object",
      description: "What the agent is to do from now on.",
      required: ["heartbeat_interval_seconds"],
      properties: {
        heartbeat_interval_seconds: { type: "number", minimum: 1, maximum: 3600, description: "How often to report." },
        monitored_services: {
          type: "array",
          items: { type: "string" },
          description: "systemd units whose status to report.",
        },
      },
    },
    agent_update: { type: ["object", "null"], description: "A newer agent that the hub offers." },
    boot_id: text(
      64,
      "The boot_id of the heartbeat: an acknowledgement is for the host that sent it, not for its clone.",
    ),
    identity_conflict: {
      type: "boolean",
      description: "This host reports with another's GUID: it is a clone. Its readings were not stored.",
    },
    identity_claim: text(
      128,
      "With a conflict: works once, to report under a new server_guid, and to be stored at last.",
    ),
  },
} as const;

/** The hub's answer to one heartbeat. */
export type HeartbeatAnswer = Known<FromSchema<typeof heartbeatAnswerSchema>>;

/** What stands in an answer to a batch for a heartbeat that is not valid: sending it again will not help. */
export interface HeartbeatRefusal {
  readonly status: "error";
  readonly received: false;
  readonly detail: { readonly code: string; readonly message: string };
}
