// @ts-check
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runChild } from "./child.mjs";
import { say } from "./terminal.mjs";

const programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The Chromium that browser tests run in: the one that HOMELABCMD_CHROMIUM names, else the first one on the PATH. On a CI
 * machine (root on Debian) a missing one is installed; elsewhere `undefined` says that there is none.
 * @returns {Promise<string | undefined>}
 */
export async function ensureChromium() {
  const present = findChromium();
  if (present || !canInstall()) return present;
  say("Installing Chromium …");
  await apt(["update", "-qq"]);
  await apt(["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]);
  return findChromium();
}

function findChromium() {
  const named = process.env["HOMELABCMD_CHROMIUM"];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => programs.map((program) => join(folder, program))).find(existsSync);
}

function canInstall() {
  return Boolean(process.env["CI"]) && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** @param {readonly string[]} parameters */
function apt(parameters) {
  return runChild("apt-get", parameters, { environment: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
