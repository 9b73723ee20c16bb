import type { FilesystemReading } from "./collectors/filesystems.ts";
import type { MemoryReading } from "./collectors/memory.ts";
import type { InterfaceReading } from "./collectors/network.ts";
import { hostAddresses, hostMac, hostTraffic } from "./host-network.ts";
import type { Heartbeat, HeartbeatFilesystem, HeartbeatInterface, HeartbeatMetrics } from "./protocol.ts";
import type { Readings } from "./readings.ts";
import { amount, difference, percent, rounded, share, text } from "./wire-values.ts";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const mostEntries = 512;
const mostAddresses = 256;

/** What the agent itself adds to the readings. */
export interface HeartbeatHead {
  readonly guid: string | null;
  readonly serverId: string;
  readonly version: string;
  readonly mode: "readonly" | "readwrite";
  readonly intervalSeconds: number;
  /** Counts the heartbeats of this process. */
  readonly sequence: number;
  /** Unix ms. */
  readonly measuredAt: number;
}

/** Puts readings into the form of the wire. What is unknown or impossible becomes `null`. */
export function buildHeartbeat(head: HeartbeatHead, readings: Readings): Heartbeat {
  const { processor, filesystems, network, system } = readings;
  return {
    server_guid: head.guid,
    server_id: head.serverId,
    // The hub asks for a hostname; a host that does not tell its own has at least this name.
    hostname: text(system?.hostname, 255) ?? head.serverId,
    timestamp: new Date(head.measuredAt).toISOString(),
    agent_version: head.version,
    agent_mode: head.mode,
    heartbeat_interval_seconds: head.intervalSeconds,
    boot_id: text(system?.bootId, 64),
    machine_id: text(system?.machineId, 64),
    sequence: head.sequence,
    ip_addresses: network && hostAddresses(network).slice(0, mostAddresses),
    mac_address: network && hostMac(network),
    metrics: metricsOf(readings),
    cpu_info: processor && { cpu_model: text(processor.model, 256), cpu_cores: amount(processor.cores) },
    os_info: system && {
      distribution: text(system.distribution, 128),
      version: text(system.version, 128),
      kernel: text(system.kernel, 128),
      architecture: text(system.architecture, 64),
    },
    filesystems: filesystems?.slice(0, mostEntries).map(filesystemOf) ?? null,
    network_interfaces: network?.interfaces.slice(0, mostEntries).map(interfaceOf) ?? null,
  };
}

function metricsOf({ cpuPercent, memory, filesystems, network, system, rebootRequired }: Readings): HeartbeatMetrics {
  const root = filesystems?.find(({ mountPoint }) => mountPoint === "/");
  const disk = root && filesystemOf(root);
  const [load1, load5, load15] = system?.load ?? [];
  return {
    cpu_percent: percent(cpuPercent),
    ...memoryMetrics(memory),
    disk_percent: disk?.percent ?? null,
    disk_total_gb: rounded(disk?.total_bytes, gibibyte, 2),
    disk_used_gb: rounded(disk?.used_bytes, gibibyte, 2),
    network_rx_bytes: network && amount(hostTraffic(network, "receivedBytes")),
    network_tx_bytes: network && amount(hostTraffic(network, "sentBytes")),
    load_1m: amount(load1),
    load_5m: amount(load5),
    load_15m: amount(load15),
    uptime_seconds: rounded(system?.uptimeSeconds, 1, 0),
    boot_time: system?.bootedAt == null ? null : new Date(system.bootedAt).toISOString(),
    reboot_required: rebootRequired,
  };
}

function memoryMetrics(memory: MemoryReading | null): HeartbeatMetrics {
  const total = amount(memory?.totalBytes);
  const used = difference(total, memory?.availableBytes);
  const swapTotal = amount(memory?.swapTotalBytes);
  return {
    memory_percent: share(used, total),
    memory_total_mb: rounded(total, mebibyte, 0),
    memory_used_mb: rounded(used, mebibyte, 0),
    memory_total_gb: rounded(total, gibibyte, 2),
    memory_used_gb: rounded(used, gibibyte, 2),
    swap_total_mb: rounded(swapTotal, mebibyte, 0),
    swap_used_mb: rounded(difference(swapTotal, memory?.swapFreeBytes), mebibyte, 0),
  };
}

function filesystemOf({ mountPoint, source, type, space }: FilesystemReading): HeartbeatFilesystem {
  const used = difference(space?.totalBytes, space?.freeBytes);
  const available = amount(space?.availableBytes);
  return {
    mount_point: mountPoint.slice(0, 4096),
    device: text(source, 4096),
    fs_type: text(type, 64),
    total_bytes: amount(space?.totalBytes),
    used_bytes: used,
    available_bytes: available,
    // Blocks reserved for root are neither used nor available: the formula of df(1).
    percent: used === null || available === null ? null : share(used, used + available),
  };
}

function interfaceOf(reading: InterfaceReading): HeartbeatInterface {
  return {
    name: reading.name.slice(0, 64),
    mac: reading.mac,
    addresses: reading.addresses.slice(0, mostAddresses),
    rx_bytes: amount(reading.receivedBytes),
    tx_bytes: amount(reading.sentBytes),
    rx_packets: amount(reading.receivedPackets),
    tx_packets: amount(reading.sentPackets),
    is_up: reading.isUp,
    is_physical: reading.isPhysical,
  };
}
