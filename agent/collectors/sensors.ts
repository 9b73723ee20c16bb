import type { Host } from "../runtime/host.ts";
import { parseCount } from "./counts.ts";

/** One temperature of the machine. */
export interface SensorReading {
  /** coretemp, nvme, cpu_thermal; where two chips have one name, with the device: `nvme:nvme1`. */
  readonly chip: string;
  readonly label: string;
  readonly celsius: number;
}

const hardwareMonitors = "/sys/class/hwmon";
const thermalZones = "/sys/class/thermal";

/** Beyond these a sensor is broken or not connected. Exactly 0 is what many boards tell where there is none. */
const coldest = -40;
const hottest = 125;

/**
 * Disks by their SCSI driver: asking those at every heartbeat may keep them from ever spinning down (the kernel's
 * hwmon/drivetemp.rst). smartctl tells their temperature.
 */
const keepsAwake = "drivetemp";

/** Reads every hardware monitor, and of the thermal zones those that are no monitor as well. Each chip and label once. */
export async function readSensors(host: Host): Promise<readonly SensorReading[]> {
  const chips = await readChips(host);
  const monitored = (await Promise.all(chips.map((chip) => readChip(host, chip)))).flat();
  const names = new Set(chips.map(({ name }) => name));
  const zones = (await readZones(host)).filter(({ chip }) => !isMonitored(chip, names));
  const byKey = new Map<string, SensorReading>();
  for (const sensor of [...monitored, ...zones]) {
    const key = JSON.stringify([sensor.chip, sensor.label]);
    if (!byKey.has(key)) byKey.set(key, sensor);
  }
  return [...byKey.values()];
}

/** A zone is a monitor too under its type with the dashes replaced, and the package is in coretemp. */
function isMonitored(type: string, names: ReadonlySet<string>): boolean {
  return names.has(type.replaceAll("-", "_")) || (type === "x86_pkg_temp" && names.has("coretemp"));
}

interface Chip {
  readonly directory: string;
  readonly name: string;
  /** With the device where another chip has the same name. */
  readonly title: string;
}

async function readChips(host: Host): Promise<readonly Chip[]> {
  const entries = (await host.readDirectory(hardwareMonitors)) ?? [];
  const found: { directory: string; name: string; device: string }[] = [];
  for (const entry of [...entries].sort(byNumber)) {
    const directory = `${hardwareMonitors}/${entry}`;
    const name = (await host.readText(`${directory}/name`))?.trim();
    const device = (await host.linkTarget(`${directory}/device`))?.split("/").at(-1) ?? "";
    if (name && name !== keepsAwake) found.push({ directory, name, device });
  }
  return found.map(({ directory, name, device }) => {
    const isAlone = found.filter((other) => other.name === name).length === 1;
    return { directory, name, title: isAlone || device === "" ? name : `${name}:${device}` };
  });
}

/** `temp1_input` in thousandths of a degree, `temp1_label`, `temp1_fault`: the kernel's hwmon/sysfs-interface.rst. */
async function readChip(host: Host, { directory, title }: Chip): Promise<readonly SensorReading[]> {
  const files = ((await host.readDirectory(directory)) ?? []).filter((file) => /^temp\d+_input$/.test(file));
  const sensors: SensorReading[] = [];
  for (const file of files.sort(byNumber)) {
    const sensor = file.slice(0, -"_input".length);
    const read = async (end: string) => (await host.readText(`${directory}/${sensor}_${end}`))?.trim() || null;
    const celsius = parseMillidegrees(await read("input"));
    if (celsius === null || (await read("fault")) === "1") continue;
    sensors.push({ chip: title, label: (await read("label")) ?? sensor, celsius });
  }
  return sensors;
}

async function readZones(host: Host): Promise<readonly SensorReading[]> {
  const entries = ((await host.readDirectory(thermalZones)) ?? []).filter((entry) => entry.startsWith("thermal_zone"));
  const sensors: SensorReading[] = [];
  for (const entry of entries.sort(byNumber)) {
    const type = (await host.readText(`${thermalZones}/${entry}/type`))?.trim();
    const celsius = parseMillidegrees(await host.readText(`${thermalZones}/${entry}/temp`));
    if (type && celsius !== null) sensors.push({ chip: type, label: "temp1", celsius });
  }
  return sensors;
}

/** Thousandths of a degree Celsius; `null` for what no sensor of a computer measures. */
export function parseMillidegrees(text: string | null): number | null {
  const [, sign, digits] = /^\s*(-?)(\d+)\s*$/.exec(text ?? "") ?? [];
  const magnitude = parseCount(digits);
  if (magnitude === null || magnitude === 0) return null;
  const celsius = (sign === "-" ? -magnitude : magnitude) / 1000;
  return celsius > coldest && celsius < hottest ? celsius : null;
}

/** `hwmon2` before `hwmon10`. */
function byNumber(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}
