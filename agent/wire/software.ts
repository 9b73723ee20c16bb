import type { ContainerLoad } from "../collectors/container-reader.ts";
import type { PackageUpdate } from "../collectors/packages.ts";
import type { ProcessesReading, ProcessReading } from "../collectors/processes.ts";
import type { UnitUsage } from "../collectors/unit-reader.ts";
import type {
  Heartbeat,
  HeartbeatContainer,
  HeartbeatPackage,
  HeartbeatProcess,
  HeartbeatService,
} from "../protocol.ts";
import type { Readings } from "../readings.ts";
import { amount, known, moment, percent, rounded, text } from "./values.ts";

const mebibyte = 1024 ** 2;
const mostPackages = 500;
const mostRebootPackages = 100;

/** One of `services`. */
export function serviceOf(unit: UnitUsage): HeartbeatService {
  return known<HeartbeatService>({
    name: unit.name.slice(0, 255),
    status: unit.status,
    status_reason: text(unit.reason, 256),
    pid: amount(unit.pid),
    memory_mb: rounded(unit.memoryBytes, mebibyte, 1),
    cpu_percent: percent(unit.cpuPercent),
    restarts: amount(unit.restarts),
    since: moment(unit.activeSince),
  });
}

/** One of `containers`. */
export function containerOf(container: ContainerLoad): HeartbeatContainer {
  return known<HeartbeatContainer>({
    id: container.id.slice(0, 128),
    name: container.name.slice(0, 256),
    image: text(container.image, 512),
    state: text(container.state, 32),
    health: text(container.health, 32),
    cpu_percent: percent(container.cpuPercent),
    memory_bytes: amount(container.memoryBytes),
    exit_code: amount(container.exitCode),
  });
}

/** `processes`. */
export function processesOf({ total, looked, byCpu, byMemory }: ProcessesReading): NonNullable<Heartbeat["processes"]> {
  return { total, looked, by_cpu: byCpu.map(processOf), by_memory: byMemory.map(processOf) };
}

/** The fields about updates; the list of packages only where it is told, security first. */
export function updatesOf({ packages, reboot }: Readings, tellsPackages: boolean): Partial<Heartbeat> {
  const updates = packages?.reading;
  const security = updates?.filter(({ isSecurity }) => isSecurity) ?? [];
  const others = updates?.filter(({ isSecurity }) => !isSecurity) ?? [];
  return known<Partial<Heartbeat>>({
    updates_available: updates?.length ?? null,
    security_updates: updates ? security.length : null,
    packages: updates && tellsPackages ? [...security, ...others].slice(0, mostPackages).map(packageOf) : null,
    packages_checked_at: moment(packages?.readAt),
    reboot_packages: reboot?.isRequired
      ? reboot.packages.slice(0, mostRebootPackages).map((name) => name.slice(0, 256))
      : null,
  });
}

function packageOf(update: PackageUpdate): HeartbeatPackage {
  return {
    name: update.name.slice(0, 256),
    current_version: text(update.currentVersion, 128),
    new_version: text(update.newVersion, 128),
    repository: text(update.repository, 256),
    is_security: update.isSecurity,
  };
}

function processOf({ pid, name, user, cpuPercent, memoryBytes }: ProcessReading): HeartbeatProcess {
  return known<HeartbeatProcess>({
    pid,
    name: name.slice(0, 64),
    user: text(user, 64),
    cpu_percent: percent(cpuPercent),
    memory_bytes: amount(memoryBytes),
  });
}
