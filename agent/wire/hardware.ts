import type { DiskReading } from "../collectors/disks.ts";
import type { FilesystemReading } from "../collectors/filesystems.ts";
import type { InterfaceReading } from "../collectors/network.ts";
import type { SensorReading } from "../collectors/sensors.ts";
import type { KnownSmart } from "../collectors/smart-reader.ts";
import type { ThrottlingReading } from "../collectors/throttling.ts";
import type {
  Heartbeat,
  HeartbeatDisk,
  HeartbeatFilesystem,
  HeartbeatInterface,
  HeartbeatSensor,
} from "../protocol.ts";
import { amount, difference, known, moment, rounded, share, text } from "./values.ts";

const mostAddresses = 256;
/** What the wire takes for a temperature; a disk in a strange enclosure may tell anything. */
const [coldest, hottest] = [-273.15, 1000];

/** One of `filesystems`. */
export function filesystemOf({ mountPoint, source, type, space }: FilesystemReading): HeartbeatFilesystem {
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

/** One of `network_interfaces`. */
export function interfaceOf(reading: InterfaceReading): HeartbeatInterface {
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

/** One of `disks`. What the disk says itself goes before what the kernel says of it. */
export function diskOf(disk: DiskReading, smart: KnownSmart | undefined): HeartbeatDisk {
  return known<HeartbeatDisk>({
    name: disk.name,
    model: text(smart?.model ?? disk.model, 256),
    serial: text(smart?.serial ?? disk.serial, 256),
    is_rotational: disk.isRotational,
    read_bytes: amount(disk.readBytes),
    write_bytes: amount(disk.writtenBytes),
    busy_ms: amount(disk.busyMilliseconds),
    smart_passed: smart?.passed ?? null,
    smart_checked_at: moment(smart?.checkedAt),
    temperature_celsius: temperature(smart?.celsius),
    power_on_hours: amount(smart?.powerOnHours),
    wear_percent: rounded(smart?.wearPercent, 1, 1),
    reallocated_sectors: amount(smart?.reallocatedSectors),
  });
}

/** One of `sensors`. */
export function sensorOf({ chip, label, celsius }: SensorReading): HeartbeatSensor {
  return { chip: chip.slice(0, 128), label: label.slice(0, 128), celsius: Number(celsius.toFixed(1)) };
}

/** `throttled`. */
export function throttledOf(reading: ThrottlingReading): NonNullable<Heartbeat["throttled"]> {
  return {
    under_voltage: reading.underVoltage,
    frequency_capped: reading.frequencyCapped,
    throttled: reading.throttled,
    soft_temperature_limit: reading.softTemperatureLimit,
    has_been_under_voltage: reading.hasBeenUnderVoltage,
    has_been_frequency_capped: reading.hasBeenFrequencyCapped,
    has_been_throttled: reading.hasBeenThrottled,
    has_reached_soft_temperature_limit: reading.hasReachedSoftTemperatureLimit,
  };
}

function temperature(celsius: number | null | undefined): number | null {
  return typeof celsius === "number" && celsius >= coldest && celsius <= hottest ? celsius : null;
}
