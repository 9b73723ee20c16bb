import type { Host } from "../runtime/host.ts";

/** Assignments of os-release(5). */
export type OsRelease = ReadonlyMap<string, string>;

/** Reads it from where it is; empty on systems older than the file. */
export async function readOsRelease(host: Host): Promise<OsRelease> {
  return parseOsRelease((await host.readText("/etc/os-release")) ?? (await host.readText("/usr/lib/os-release")) ?? "");
}

/** Shell assignments: values may be quoted and escaped with backslashes. */
export function parseOsRelease(text: string): OsRelease {
  const release = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^\s*([A-Z0-9_]+)=(.*?)\s*$/.exec(line) ?? [];
    if (key && value) release.set(key, unquote(value));
  }
  return release;
}

function unquote(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return (inner ?? value).replace(/\\(.)/g, "$1");
}
