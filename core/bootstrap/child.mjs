// @ts-check
import { spawn } from "node:child_process";
import { projectFolder } from "./project.mjs";

/**
 * Runs a program in the project's folder with this terminal, and resolves to its exit code (128 + the signal's number
 * where a signal ended it, as shells do).
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ environment?: NodeJS.ProcessEnv, onStart?: (child: import("node:child_process").ChildProcess) => void }} [options]
 * @returns {Promise<number>}
 */
export function runChild(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: projectFolder,
      env: options.environment ?? process.env,
      stdio: "inherit",
    });
    options.onStart?.(child);
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? exitCodeOf(signal)));
  });
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  const numbers = /** @type {Record<string, number>} */ ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 });
  return 128 + (numbers[signal ?? ""] ?? 0);
}
