import { readFileSync, statSync } from "node:fs";
import { messageOf, StartError } from "../errors.ts";
import { ConfigSource } from "./config-source.ts";

/** Far above any real configuration, far below what makes a hub slow to start. */
const mostBytes = 1024 * 1024;

/**
 * Reads a configuration file. A missing one is an empty one: every setting has a default. Throws a `StartError` when
 * there is something that cannot be read as text; YAML errors are the source's `problems`.
 */
export function readConfigFile(path: string): ConfigSource {
  return new ConfigSource(path, readText(path));
}

function readText(path: string): string {
  try {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (!entry) return "";
    if (!entry.isFile()) throw unreadable(path, `it is ${entry.isDirectory() ? "a folder" : "not a file"}`);
    if (entry.size > mostBytes) throw unreadable(path, `it is larger than ${mostBytes} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof TypeError ? "it is not UTF-8 text" : messageOf(error);
    throw unreadable(path, reason, error);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): StartError {
  const message = `The configuration ${path} cannot be read: ${reason}. Repair it, or name another file in HOMELABCMD_CONFIG.`;
  return new StartError(message, { exitCode: 2, cause });
}
