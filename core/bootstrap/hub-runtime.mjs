// @ts-check
import { inProject } from "./project.mjs";

/**
 * How Node runs the hub. A small young generation saves 20 MB of resident memory; a hub of 500 machines makes so little garbage
 * that it does not notice.
 */
export const hubNodeOptions = ["--max-semi-space-size=4"];

/** Where Node keeps the hub's compiled code between starts. Without it a start takes half as long again and 20 MB more. */
export const compileCacheFolder = inProject("dist", "compile-cache");

/** @returns {NodeJS.ProcessEnv} */
export function hubEnvironment() {
  return { ...process.env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? compileCacheFolder };
}
