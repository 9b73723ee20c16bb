import { amount, flag, name, names, percent, text } from "./values.ts";

/** One of `services`: a systemd unit that somebody watches. */
export const service = {
  type: "object",
  required: ["name"],
  properties: {
    name: name(255, "The unit as it was asked for: plex, backup.timer."),
    status: { enum: ["running", "stopped", "failed", "unknown", null], description: "What systemd says of it." },
    status_reason: text(256, "Why, in systemd's words."),
    pid: amount("Its main process."),
    memory_mb: amount("Memory of all its processes, file cache included, MiB."),
    cpu_percent: percent("Share of all cores since the last heartbeat, percent."),
    restarts: amount("How often systemd restarted it by itself since it was last started by hand."),
    since: text(40, "When it became active, ISO 8601."),
  },
} as const;

/** One of `containers`. */
export const container = {
  type: "object",
  required: ["id", "name"],
  properties: {
    id: name(128, "The engine's id."),
    name: name(256, "The name that a person gave."),
    image: text(512, "What it was made from."),
    state: text(32, "created, running, paused, restarting, removing, exited, dead."),
    health: text(32, "healthy, unhealthy, starting. Absent without a health check."),
    cpu_percent: percent("Share of all cores of the host since the last heartbeat, percent."),
    memory_bytes: amount("Memory in use, without the file cache that it does not work with, bytes."),
    exit_code: amount("Of one that ended."),
  },
} as const;

/** One of `packages`. */
export const softwarePackage = {
  type: "object",
  required: ["name"],
  properties: {
    name: name(256, "The package, with its architecture where that is not the host's own."),
    current_version: text(128, "What is installed."),
    new_version: text(128, "What it would become."),
    repository: text(256, "Where that comes from: Debian-Security:12/oldstable-security."),
    is_security: flag("It repairs a hole."),
  },
} as const;

const process = {
  type: "object",
  required: ["pid", "name"],
  properties: {
    pid: { type: "number", minimum: 0, description: "Its number." },
    name: { type: "string", maxLength: 64, description: "Its program, as it calls itself." },
    user: text(64, "Whose it is."),
    cpu_percent: percent("Share of all cores since the last heartbeat, percent."),
    memory_bytes: amount("Memory, its own and shared, bytes."),
  },
} as const;

/** `processes` of a heartbeat. */
export const processes = {
  type: ["object", "null"],
  description: "The processes that take the most; kernel threads are none.",
  properties: {
    total: amount("How many processes run."),
    looked: amount(
      "How many of them were looked at; on a host with thousands the others follow at the next heartbeat.",
    ),
    by_cpu: { type: ["array", "null"], maxItems: 10, items: process, description: "The busiest first." },
    by_memory: { type: ["array", "null"], maxItems: 10, items: process, description: "The largest first." },
  },
} as const;

/** Fields of a heartbeat about what may be brought up to date. */
export const updates = {
  updates_available: amount("Packages that can be brought up to date. Absent where there is no apt."),
  security_updates: amount("Those of them that repair a hole."),
  packages: {
    type: ["array", "null"],
    maxItems: 500,
    items: softwarePackage,
    description:
      "The packages that can be brought up to date, security first. Absent means unchanged: they come when they changed, after " +
      "the agent's start, and once an hour.",
  },
  packages_checked_at: text(40, "When apt was last asked, ISO 8601."),
  reboot_packages: names(100, 256, "The packages that ask for the reboot."),
} as const;
