import type { FromSchema } from "json-schema-to-ts";
import { commandResults } from "./protocol/command-results.ts";
import { disk, filesystem, networkInterface, sensor, throttled } from "./protocol/hardware.ts";
import { metrics } from "./protocol/metrics.ts";
import { container, processes, service, updates } from "./protocol/software.ts";
import { updateOffer, updateReport } from "./protocol/update.ts";
import { amount, names, text } from "./protocol/values.ts";

export { commandResult } from "./protocol/command-results.ts";
export { maxBatch } from "./protocol/max-batch.ts";
export { isOlderVersion } from "./protocol/versions.ts";

/*
 * The wire contract between an agent and the hub, for both ends and for both transports. Additions only: hubs and agents
 * two minor versions apart understand each other, unknown fields are ignored and any field but three may be missing.
 */

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
    timestamp: {
      type: "string",
      format: "iso-date-time",
      description: "When it was measured, ISO 8601 with offset. Old agents leave that out: then it is UTC.",
    },
    sent_at: {
      type: ["string", "null"],
      format: "iso-date-time",
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
    dropped_heartbeats: amount(
      "How many heartbeats this agent process gave up, as its outbox was full. Absent when there are none.",
    ),
    ip_addresses: names(256, 64, "Default route's first."),
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
    disks: { type: ["array", "null"], maxItems: 256, items: disk, description: "Whole disks." },
    sensors: { type: ["array", "null"], maxItems: 256, items: sensor, description: "Temperatures." },
    throttled,
    services: {
      type: ["array", "null"],
      maxItems: 100,
      items: service,
      description: "The units of monitored_services.",
    },
    failed_units: names(100, 255, "Units of the whole machine that failed."),
    containers: {
      type: ["array", "null"],
      maxItems: 512,
      items: container,
      description: "Of Docker or podman, stopped ones too. Absent where no engine answers the agent.",
    },
    processes,
    ...updates,
    ...updateReport,
    command_results: commandResults,
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
/** The metrics that are one value each, as entities are; the list of the cores is not. */
export type HeartbeatMetrics = Omit<NonNullable<Heartbeat["metrics"]>, "cpu_core_percents">;
export type HeartbeatFilesystem = NonNullable<Heartbeat["filesystems"]>[number];
export type HeartbeatInterface = NonNullable<Heartbeat["network_interfaces"]>[number];
export type HeartbeatDisk = NonNullable<Heartbeat["disks"]>[number];
export type HeartbeatSensor = NonNullable<Heartbeat["sensors"]>[number];
export type HeartbeatService = NonNullable<Heartbeat["services"]>[number];
export type HeartbeatContainer = NonNullable<Heartbeat["containers"]>[number];
export type HeartbeatPackage = NonNullable<Heartbeat["packages"]>[number];
export type HeartbeatCommandResult = NonNullable<Heartbeat["command_results"]>[number];
export type HeartbeatProcess = NonNullable<NonNullable<Heartbeat["processes"]>["by_cpu"]>[number];

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
    agent_update: updateOffer,
    api_token: text(
      256,
      "A new token for this agent: it is to keep it and to use it from now on; the old one ends then.",
    ),
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
