import { execFile } from "node:child_process";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ownFolder = path.resolve(import.meta.dirname, "../../dist/peers");

/** The programs of Prometheus. */
export interface PrometheusTools {
  readonly prometheus: string;
  readonly promtool: string;
  readonly version: string;
}

/**
 * Finds Prometheus, or takes Debian's package apart in a folder of our own, so that nothing is installed and no service starts.
 * `null`, and a line that says how to get it, when neither works.
 */
export async function findPrometheus(): Promise<PrometheusTools | null> {
  const ownBin = path.join(ownFolder, "usr/bin");
  for (const folder of [...(process.env["PATH"] ?? "").split(":"), ownBin]) {
    const tools = await toolsIn(folder);
    if (tools) return tools;
  }
  console.error("  Fetching Debian's package of Prometheus");
  try {
    await fetchPackage();
    const tools = await toolsIn(ownBin);
    if (tools) return tools;
  } catch {
    // No Debian, or no network: said below.
  }
  console.error("  Prometheus is missing, so there is nothing to compare with: apt-get install prometheus");
  return null;
}

async function toolsIn(folder: string): Promise<PrometheusTools | null> {
  const tools = { prometheus: path.join(folder, "prometheus"), promtool: path.join(folder, "promtool") };
  try {
    await access(tools.promtool);
    const { stdout, stderr } = await run(tools.prometheus, ["--version"]);
    return { ...tools, version: /version (\d[\d.]*)/.exec(stdout + stderr)?.[1] ?? "of unknown version" };
  } catch {
    return null;
  }
}

async function fetchPackage(): Promise<void> {
  await rm(ownFolder, { recursive: true, force: true });
  await mkdir(ownFolder, { recursive: true });
  const download = () => run("apt-get", ["download", "prometheus"], { cwd: ownFolder });
  // In an image of a container the lists of packages are often missing.
  await download().catch(() => run("apt-get", ["update"]).then(download));
  const [archive = ""] = (await readdir(ownFolder)).filter((name) => name.endsWith(".deb"));
  await run("dpkg-deb", ["--extract", path.join(ownFolder, archive), ownFolder]);
}
