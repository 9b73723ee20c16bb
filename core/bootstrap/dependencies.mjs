// @ts-check
import { readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { runChild } from "./child.mjs";
import { inProject, projectFolder } from "./project.mjs";
import { BootstrapError, say } from "./terminal.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages */

/** Installs what package-lock.json names, unless exactly that is installed already. */
export async function ensureDependencies() {
  const wanted = readPackages("package-lock.json");
  if (!wanted) {
    throw new BootstrapError("package-lock.json is missing or damaged.", "Restore it from the repository.");
  }
  const installed = readPackages("node_modules", ".package-lock.json");
  if (installed && isInStep(wanted, installed)) return;
  say("Installing dependencies (about a minute the first time) …");
  const code = await runChild("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    environment: installEnvironment(),
  }).catch(() => -1);
  if (code === 0) return;
  throw new BootstrapError(
    code === -1
      ? "npm could not be started."
      : `npm could not install the dependencies (exit code ${code}, reason above).`,
    "Check that npm, its registry and a few hundred MB of disk are there, then run the same command again.",
  );
}

/**
 * True when every wanted package is installed in the wanted version. Packages for other platforms are optional and may
 * be absent; an extra package means that someone's own install is not the locked one.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 */
export function isInStep(wanted, installed) {
  const same = Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return same && Object.keys(installed).every((path) => path in wanted);
}

/** @param {string[]} path @returns {LockedPackages | undefined} */
function readPackages(...path) {
  try {
    return JSON.parse(readFileSync(inProject(...path), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * npm with the host's own Node, because the one in node_modules vanishes while npm works. Where SQLite has to be compiled,
 * the headers come from the Node package that is in the lock, so that nothing is fetched past the registry.
 * @returns {NodeJS.ProcessEnv}
 */
function installEnvironment() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const outside = folders.filter((folder) => !folder.startsWith(projectFolder));
  const headers = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  return {
    ...process.env,
    PATH: outside.join(delimiter),
    ...(headers ? { npm_config_nodedir: inProject("node_modules", `node-linux-${process.arch}`) } : {}),
  };
}
