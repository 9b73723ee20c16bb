// @ts-check
import { existsSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { inProject } from "./project.mjs";
import { BootstrapError } from "./terminal.mjs";

/** What npm, and so this bootstrap, needs at least. */
const oldestBootstrapNode = 20;
/** The first Node that runs TypeScript files as they are without a warning. */
const oldestHubNode = 24;

/** The major version of the Node that runs this. */
function runningMajor() {
  return Number.parseInt(process.versions.node, 10);
}

/** Refuses a Node that is too old to install anything. */
export function requireBootstrapNode() {
  if (runningMajor() >= oldestBootstrapNode) return;
  throw new BootstrapError(
    `HomelabCmd needs Node ${oldestBootstrapNode} or newer to install itself; this is Node ${process.versions.node}.`,
    "Install a newer Node (https://nodejs.org) and run the same command again.",
  );
}

/** The program of a Node 24 or newer: this one, else the one that npm installed. Throws when there is none. */
export function findHubNode() {
  if (runningMajor() >= oldestHubNode) return process.execPath;
  const installed = inProject("node_modules", `node-linux-${process.arch}`, "bin", "node");
  if (process.platform === "linux" && existsSync(installed)) return installed;
  throw new BootstrapError(
    `HomelabCmd runs on Node ${oldestHubNode}; this is Node ${process.versions.node} and npm has none for ${process.platform}-${process.arch}.`,
    `Install Node ${oldestHubNode} or newer (https://nodejs.org) and run the same command again.`,
  );
}

/** The environment in which `node` is the hub's Node and the project's tools are found by name. @returns {NodeJS.ProcessEnv} */
export function toolEnvironment() {
  const folders = [dirname(findHubNode()), inProject("node_modules", ".bin"), process.env["PATH"] ?? ""];
  return { ...process.env, PATH: folders.join(delimiter) };
}
