import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MeasuredProgram } from "./measured-program.ts";

/** A program of this kind that Debian has. */
interface Peer {
  readonly name: string;
  readonly package: string;
  readonly file: string;
  /** Its command line; `folder` is for what it needs. */
  readonly command: (folder: string) => Promise<readonly string[]>;
}

/** Where the exporter answers. */
export const exporterUrl = "http://127.0.0.1:19100/metrics";

const collectdSettings = (folder: string) => `Interval 60
BaseDir "${folder}"
PIDFile "${folder}/collectd.pid"
LoadPlugin cpu
LoadPlugin df
LoadPlugin disk
LoadPlugin interface
LoadPlugin load
LoadPlugin memory
LoadPlugin processes
LoadPlugin csv
<Plugin csv>
  DataDir "${folder}/csv"
</Plugin>
`;

const peers: readonly Peer[] = [
  {
    name: "prometheus-node-exporter",
    package: "prometheus-node-exporter",
    file: "/usr/bin/prometheus-node-exporter",
    command: async () => ["/usr/bin/prometheus-node-exporter", "--web.listen-address=127.0.0.1:19100"],
  },
  {
    name: "collectd, to a file",
    package: "collectd-core",
    file: "/usr/sbin/collectd",
    command: async (folder) => {
      const settings = join(folder, "collectd.conf");
      await writeFile(settings, collectdSettings(folder));
      return ["/usr/sbin/collectd", "-f", "-C", settings];
    },
  },
];

/** Starts the peers that are here or, where this machine is there for tests, that apt-get installs. */
export async function startPeers(folder: string): Promise<readonly MeasuredProgram[]> {
  const started: MeasuredProgram[] = [];
  for (const peer of peers) {
    if (!existsSync(peer.file)) install(peer.package);
    if (existsSync(peer.file)) started.push(new MeasuredProgram(peer.name, await peer.command(folder)));
    else console.log(`  ${peer.name} is not here: apt-get install --no-install-recommends ${peer.package}`);
  }
  return started;
}

function install(name: string): void {
  if (!process.env["CI"] || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env, stdio: "ignore" });
  } catch {
    // It is told below that it is missing.
  }
}
