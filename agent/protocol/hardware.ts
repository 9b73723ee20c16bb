import { amount, celsius, flag, name, names, percent, text } from "./values.ts";

/** One of `filesystems`. */
export const filesystem = {
  type: "object",
  required: ["mount_point"],
  properties: {
    mount_point: name(4096, "Absolute path."),
    device: text(4096, "What is mounted: /dev/sda1, tank/media."),
    fs_type: text(64, "ext4, btrfs, zfs …"),
    total_bytes: amount("Size in bytes."),
    used_bytes: amount("Bytes in use."),
    available_bytes: amount("Bytes that an unprivileged program can still write."),
    percent: percent("used / (used + available), percent, as `df` shows it."),
  },
} as const;

/** One of `network_interfaces`. */
export const networkInterface = {
  type: "object",
  required: ["name"],
  properties: {
    name: name(64, "The kernel's name: eth0."),
    mac: text(64, "Hardware address, lower case with colons."),
    addresses: names(256, 64, "IPv4 and IPv6 addresses."),
    rx_bytes: amount("Bytes received since boot."),
    tx_bytes: amount("Bytes sent since boot."),
    rx_packets: amount("Packets received since boot."),
    tx_packets: amount("Packets sent since boot."),
    is_up: flag("Administratively up with a carrier."),
    is_physical: flag("A real card, not a bridge, tunnel or container end."),
  },
} as const;

/** One of `disks`. */
export const disk = {
  type: "object",
  required: ["name"],
  properties: {
    name: name(64, "The kernel's name: sda, nvme0n1."),
    model: text(256, "As the disk names itself."),
    serial: text(256, "The maker's number."),
    is_rotational: flag("It spins, or a hypervisor says so."),
    read_bytes: amount("Bytes read since boot. A counter: it resets on reboot."),
    write_bytes: amount("Bytes written since boot."),
    busy_ms: amount("Milliseconds since boot in which at least one request was under way."),
    smart_passed: flag("The disk's own verdict. Absent without smartctl, and where the disk does not tell."),
    smart_checked_at: text(40, "When the disk was last asked, ISO 8601; a sleeping one is not woken for it."),
    temperature_celsius: celsius("Temperature by SMART."),
    power_on_hours: amount("Hours in which it was on."),
    wear_percent: amount("Share of its life that a solid-state disk has used up, percent; may pass 100."),
    reallocated_sectors: amount("Sectors that were replaced by spare ones."),
  },
} as const;

/** One of `sensors`. */
export const sensor = {
  type: "object",
  required: ["chip", "label"],
  properties: {
    chip: name(128, "coretemp, cpu_thermal; with the device where two have one name: nvme:nvme1."),
    label: name(128, "What it measures, unique on its chip."),
    celsius: celsius("Degrees Celsius."),
  },
} as const;

/** `throttled` of a heartbeat. */
export const throttled = {
  type: ["object", "null"],
  description: "Why a Raspberry Pi runs slower than it could. Absent on other machines.",
  properties: {
    under_voltage: flag("The supply is too weak now."),
    frequency_capped: flag("The clock of the processor is limited now."),
    throttled: flag("The processor is throttled now."),
    soft_temperature_limit: flag("It is hot enough to be slowed down a little now."),
    has_been_under_voltage: flag("The supply was too weak at some moment since boot."),
    has_been_frequency_capped: flag("The clock was limited at some moment since boot."),
    has_been_throttled: flag("It was throttled at some moment since boot."),
    has_reached_soft_temperature_limit: flag("It was slowed down a little at some moment since boot."),
  },
} as const;
