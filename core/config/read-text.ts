import { readFileSync, statSync } from "node:fs";
import { messageOf } from "../errors.ts";

/** Of one file: far above any real configuration, far below what makes a hub slow to start. */
export const mostBytes = 1024 * 1024;

/** Reads a text of the configuration; `undefined` when there is no such file, a reason when it is not one to read. */
export function readText(path: string): { readonly text: string } | { readonly reason: string } | undefined {
  try {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (!entry) return undefined;
    if (!entry.isFile()) return { reason: `it is ${entry.isDirectory() ? "a folder" : "not a file"}` };
    if (entry.size > mostBytes) return { reason: `it is larger than ${mostBytes} bytes` };
    // The byte order mark stays: an edit writes it back.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return text.includes("\0") ? { reason: "it holds NUL bytes, so it is not text" } : { text };
  } catch (error) {
    return { reason: error instanceof TypeError ? "it is not UTF-8 text" : messageOf(error) };
  }
}
