import { amount, flag, percent, text } from "./values.ts";

/** `metrics` of a heartbeat: the host as a whole. */
export const metrics = {
  type: ["object", "null"],
  description: "Readings of the whole host. A missing or null reading is unknown, never 0.",
  properties: {
    cpu_percent: percent("Busy share of all cores since the last heartbeat, percent."),
    cpu_iowait_percent: percent("Share of time in which nothing ran and a disk was waited for."),
    cpu_steal_percent: percent("Share of time that the hypervisor gave to others; it counts as busy too."),
    cpu_core_percents: {
      type: ["array", "null"],
      maxItems: 1024,
      items: { type: ["number", "null"], minimum: 0, maximum: 100 },
      description: "Busy share of each core, by its number.",
    },
    memory_percent: percent("Memory that is not available to new programs, percent of the total."),
    memory_total_mb: amount("Memory in all, MiB."),
    memory_used_mb: amount("Total minus available memory, MiB."),
    memory_total_gb: amount("Memory in all, GiB."),
    memory_used_gb: amount("Total minus available memory, GiB."),
    memory_cache_mb: amount("Buffers and file cache, which count as available, MiB."),
    zfs_arc_mb: amount("Cache of ZFS, whose shrinkable part counts as available, MiB. Absent without ZFS."),
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
    reboot_required: flag("The distribution asks for a reboot."),
  },
} as const;
