import { listAt, numberAt, parseJson, textAt, valueAt } from "./json-values.ts";

/** What a disk says about itself. `null` is unknown: its firmware does not tell. */
export interface SmartReading {
  readonly model: string | null;
  readonly serial: string | null;
  /** The disk's own verdict. */
  readonly passed: boolean | null;
  readonly celsius: number | null;
  readonly powerOnHours: number | null;
  /** Share of its life that a solid-state disk has used up, 0..100. */
  readonly wearPercent: number | null;
  readonly reallocatedSectors: number | null;
}

/** How asking a disk ended. */
export type SmartOutcome =
  | { readonly kind: "known"; readonly smart: SmartReading }
  /** It sleeps, and was left asleep. */
  | { readonly kind: "asleep" }
  /** `reason` is smartctl's. */
  | { readonly kind: "silent"; readonly reason: string };

/** Attribute of ATA disks: sectors that were replaced by spare ones. */
const reallocated = 5;
/** Attributes whose normalised value runs from 100, new, to 0, worn: their number, by the names of smartmontools' drivedb.h. */
const lifeLeft = [231, 233, 202, 177, 173, 169];
/** Bits of smartctl's exit status, smartctl(8): the command line is wrong; the device cannot be opened, or sleeps. */
const failedBits = 0b11;

/** Reads what `smartctl --json -a -n standby` printed; smartctl(8) and the JSON of smartmontools 7. */
export function parseSmart(output: string): SmartOutcome {
  const report = parseJson(output);
  const messages = listAt(report, "smartctl", "messages").flatMap((message) => textAt(message, "string") ?? []);
  const isAsleep = /STANDBY|SLEEP/.test([...messages, textAt(report, "power_mode", "name")].join(" "));
  const exitStatus = numberAt(report, "smartctl", "exit_status");
  // The other bits are verdicts on the disk, and come with a full report.
  if (exitStatus === null || (exitStatus & failedBits) !== 0) {
    return isAsleep ? { kind: "asleep" } : { kind: "silent", reason: messages[0] ?? "smartctl printed no report" };
  }
  return { kind: "known", smart: readReport(report) };
}

function readReport(report: unknown): SmartReading {
  const passed = valueAt(report, "smart_status", "passed");
  return {
    model: textAt(report, "model_name") ?? textAt(report, "scsi_model_name"),
    serial: textAt(report, "serial_number"),
    passed: typeof passed === "boolean" ? passed : null,
    celsius: numberAt(report, "temperature", "current"),
    powerOnHours: numberAt(report, "power_on_time", "hours"),
    wearPercent: wearOf(report),
    reallocatedSectors:
      numberAt(attribute(report, reallocated), "raw", "value") ?? numberAt(report, "scsi_grown_defect_list"),
  };
}

/** NVMe and smartmontools 7.4 tell it outright; it may pass 100, which only says that the maker promised no more. */
function wearOf(report: unknown): number | null {
  const used =
    numberAt(report, "nvme_smart_health_information_log", "percentage_used") ??
    numberAt(report, "endurance_used", "current_percent");
  if (used !== null) return used;
  // Makers of spinning disks use some of these numbers for something else.
  if (numberAt(report, "rotation_rate") !== 0) return null;
  for (const id of lifeLeft) {
    const left = numberAt(attribute(report, id), "value");
    if (left !== null && left >= 0 && left <= 100) return 100 - left;
  }
  return null;
}

function attribute(report: unknown, id: number): unknown {
  return listAt(report, "ata_smart_attributes", "table").find((row) => numberAt(row, "id") === id);
}
