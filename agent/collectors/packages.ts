import type { Host } from "../runtime/host.ts";

/** A package that apt would upgrade. */
export interface PackageUpdate {
  readonly name: string;
  readonly currentVersion: string;
  readonly newVersion: string;
  /** Where the new one comes from: `Debian-Security:12/oldstable-security`. */
  readonly repository: string;
  readonly isSecurity: boolean;
}

/** `-s`: does nothing but say what it would do. No lock, so that it never stands in the way of a real apt. */
const parameters = ["-s", "-q", "-o", "Debug::NoLocking=true", "-o", "APT::Get::Show-User-Simulation-Note=false"];
/** On a Raspberry Pi with a slow card it takes half a minute. */
const deadlineMilliseconds = 120_000;

/**
 * The packages that `apt-get dist-upgrade` would bring up to date: unlike `upgrade` it knows those that need a new package beside
 * them, as kernels do. It is not asked to look for news; that is the system's own timer's. `null` where there is no apt.
 */
export async function readPackageUpdates(host: Host, signal: AbortSignal): Promise<readonly PackageUpdate[] | null> {
  if (!(await host.exists("/var/lib/dpkg/status"))) return null;
  const options = { deadlineMilliseconds, signal, isUnprivileged: true };
  const result = await host.run("apt-get", [...parameters, "dist-upgrade"], options);
  if (result === null) return null;
  if (result.exitCode !== 0) throw new Error(result.errors.trim() || `apt-get ended with ${result.exitCode}`);
  return parsePackageUpdates(result.output);
}

/** Changes when what apt knows or what is installed does. */
export async function packagesFingerprint(host: Host): Promise<string> {
  const paths = ["/var/lib/apt/lists", "/var/lib/dpkg/status"];
  return (await Promise.all(paths.map((path) => host.modifiedAt(path)))).join(" ");
}

/** `Inst name[:arch] [old] (new origin:suite, origin:suite [arch]) []`; origins have blanks, and new packages have no `[old]`. */
const upgrade =
  /^Inst (?<name>\S+) \[(?<old>[^\]\s]+)\] \((?<new>\S+) (?<origins>.*?)(?: \[[^\]]*\])?\)(?: \[[^\]]*\])*\s*$/;

/** Reads the simulation of apt-get(8). What it would only install beside an upgrade is no update. */
export function parsePackageUpdates(output: string): readonly PackageUpdate[] {
  return output.split("\n").flatMap((line) => {
    const groups = upgrade.exec(line)?.groups;
    if (!groups) return [];
    const origins = (groups["origins"] ?? "").split(", ");
    const security = origins.find(isSecurityOrigin);
    return [
      {
        name: groups["name"] ?? "",
        currentVersion: groups["old"] ?? "",
        newVersion: groups["new"] ?? "",
        repository: security ?? origins[0] ?? "",
        isSecurity: security !== undefined,
      },
    ];
  });
}

/** `Debian-Security:12/oldstable-security`, `Ubuntu:24.04/noble-security`, `UbuntuESM:22.04/jammy-infra-security`. */
function isSecurityOrigin(origin: string): boolean {
  return /^Debian-Security:|-security$/.test(origin);
}
