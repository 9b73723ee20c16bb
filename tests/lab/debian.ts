import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { run, succeed } from "./program.ts";

/** What a box is made with; the packages that bring it. */
const tools = { mmdebstrap: "mmdebstrap", "systemd-nspawn": "systemd-container" } as const;
const release = "bookworm";
/** Little more than every Debian has: systemd, and the two programs that download. No Node. */
const packages = ["systemd", "systemd-sysv", "dbus", "curl", "wget", "busybox-static"];

/** Why there can be no Debian boxes here; `undefined` when there can. */
export function whyNoBoxes(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a Debian box needs root on Linux";
  if (canInstall()) return undefined;
  const missing = missingTools();
  return missing.length === 0 ? undefined : `a Debian box needs ${missing.join(" and ")}`;
}

/** The root file system of a small Debian, made once and kept in the system's folder for temporary files. */
export async function debianImage(): Promise<string> {
  await installTools();
  const folder = path.join(tmpdir(), "homelabcmd-lab");
  const image = path.join(folder, `${release}-${packages.join("-")}`);
  if (existsSync(image)) return image;
  await mkdir(folder, { recursive: true });
  const unfinished = `${image}.${process.pid}`;
  const options = ["--variant=minbase", `--include=${packages.join(",")}`];
  await succeed("mmdebstrap", ...options, release, unfinished, ...aptSources());
  // Another run may have been quicker.
  await rename(unfinished, image).catch(() => rm(unfinished, { recursive: true }));
  return image;
}

function aptSources(): readonly string[] {
  const folder = "/etc/apt/sources.list.d";
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".sources")) : [];
  const own = files.find((name) => name.startsWith("debian"));
  if (own) return [path.join(folder, own)];
  return existsSync("/etc/apt/sources.list") ? ["/etc/apt/sources.list"] : [];
}

function missingTools(): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const isMissing = (tool: string) => !folders.some((folder) => existsSync(path.join(folder, tool)));
  return Object.keys(tools).filter(isMissing);
}

/** Only a machine that is there for tests is changed by them. */
function canInstall(): boolean {
  return Boolean(process.env["CI"]) && existsSync("/usr/bin/apt-get");
}

async function installTools(): Promise<void> {
  const wanted = missingTools().map((tool) => tools[tool as keyof typeof tools]);
  if (wanted.length === 0) return;
  await run("apt-get", ["update", "-qq"]);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { code, output } = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], {
    env,
  });
  if (code !== 0) throw new Error(`apt-get could not install ${wanted.join(", ")}:\n${output}`);
}
