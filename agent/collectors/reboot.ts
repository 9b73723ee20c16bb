import type { Host } from "../runtime/host.ts";
import { readOsRelease } from "./os-release.ts";

/** Whether the distribution asks for a reboot. */
export interface RebootReading {
  readonly isRequired: boolean;
  /** The packages that ask for it, each once. */
  readonly packages: readonly string[];
}

const marks = ["/run/reboot-required", "/var/run/reboot-required"];

/** Only Debian and its kin leave a mark; `null` elsewhere. */
export async function readReboot(host: Host): Promise<RebootReading | null> {
  const release = await readOsRelease(host);
  const family = `${release.get("ID") ?? ""} ${release.get("ID_LIKE") ?? ""}`.split(" ");
  if (!family.includes("debian") && !family.includes("ubuntu")) return null;
  for (const mark of marks) {
    if (await host.exists(mark))
      return { isRequired: true, packages: lines((await host.readText(`${mark}.pkgs`)) ?? "") };
  }
  return { isRequired: false, packages: [] };
}

/** apt's hooks add a line at each upgrade. */
function lines(text: string): readonly string[] {
  return [...new Set(text.split("\n").flatMap((line) => line.trim() || []))];
}
