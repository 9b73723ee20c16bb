import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { canInstall, installTools, missingTools } from "./install-tools.ts";
import { succeed } from "./program.ts";

/** What a box is made with; the packages that bring it. */
const tools = { mmdebstrap: "mmdebstrap", "systemd-nspawn": "systemd-container" } as const;
const release = "bookworm";
/** Little more than every Debian has: systemd, and the two programs that download. No Node. */
const packages = ["systemd", "systemd-sysv", "dbus", "curl", "wget", "busybox-static"];

/** Why there can be no Debian boxes here; `undefined` when there can. */
export function whyNoBoxes(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a Debian box needs root on Linux";
  if (canInstall()) return undefined;
  const missing = missingTools(tools);
  return missing.length === 0 ? undefined : `a Debian box needs ${missing.join(" and ")}`;
}

/** The root file system of a small Debian, made once and kept in the system's folder for temporary files. */
export async function debianImage(): Promise<string> {
  await installTools(tools);
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
