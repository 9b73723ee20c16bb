import { hostAddresses, hostMac } from "./host-network.ts";
import { isoTime } from "./iso-time.ts";
import type { Heartbeat } from "./protocol.ts";
import type { Readings } from "./readings.ts";
import { diskOf, filesystemOf, interfaceOf, sensorOf, throttledOf } from "./wire/hardware.ts";
import { metricsOf } from "./wire/metrics.ts";
import { containerOf, processesOf, serviceOf, updatesOf } from "./wire/software.ts";
import { amount, known, text } from "./wire/values.ts";

const mostEntries = 512;
const mostHardware = 256;
const mostNames = 100;

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
  /** Whether the list of packages goes along, which is long and seldom changes. */
  readonly tellsPackages: boolean;
  /** How many heartbeats were given up before this one. */
  readonly dropped?: number;
}

/** Puts readings into the form of the wire. What is unknown or impossible becomes `null`, or is left out. */
export function buildHeartbeat(head: HeartbeatHead, readings: Readings): Heartbeat {
  const { processor, filesystems, network, system } = readings;
  return {
    server_guid: head.guid,
    server_id: head.serverId,
    // The hub asks for a hostname; a host that does not tell its own has at least this name.
    hostname: text(system?.hostname, 255) ?? head.serverId,
    timestamp: isoTime(head.measuredAt),
    agent_version: head.version,
    agent_mode: head.mode,
    heartbeat_interval_seconds: head.intervalSeconds,
    boot_id: text(system?.bootId, 64),
    machine_id: text(system?.machineId, 64),
    sequence: head.sequence,
    ...(head.dropped ? { dropped_heartbeats: head.dropped } : {}),
    ip_addresses: network && hostAddresses(network).slice(0, mostHardware),
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
    ...known(whatTheHostHas(readings)),
    ...updatesOf(readings, head.tellsPackages),
  };
}

/** What not every host has, and is absent where there is none. */
function whatTheHostHas(readings: Readings): Partial<Heartbeat> {
  const { disks, smart, sensors, throttling, units, failedUnits, containers, processes } = readings;
  return {
    disks: disks?.slice(0, mostHardware).map((disk) => diskOf(disk, smart?.get(disk.name))) ?? null,
    sensors: sensors?.slice(0, mostHardware).map(sensorOf) ?? null,
    throttled: throttling && throttledOf(throttling),
    services: units?.map(serviceOf) ?? null,
    failed_units: failedUnits?.slice(0, mostNames).map((name) => name.slice(0, 255)) ?? null,
    containers: containers?.slice(0, mostEntries).map(containerOf) ?? null,
    processes: processes && processesOf(processes),
  };
}
