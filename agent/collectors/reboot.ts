import type { Host } from "../host.ts";
import { readOsRelease } from "./os-release.ts";

/** Whether the distribution asks for a reboot. Only Debian and its kin leave a mark; `null` elsewhere. */
export async function readRebootRequired(host: Host): Promise<boolean | null> {
  const release = await readOsRelease(host);
  const family = `${release.get("ID") ?? ""} ${release.get("ID_LIKE") ?? ""}`.split(" ");
  if (!family.includes("debian") && !family.includes("ubuntu")) return null;
  return (await host.exists("/run/reboot-required")) || (await host.exists("/var/run/reboot-required"));
}
