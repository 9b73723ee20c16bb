import type { Box } from "./box.ts";

/**
 * What changes in any Debian while it runs, or when a package or user is added and removed: logs, caches, what systemd notes
 * down, and the copies that passwd(5) tools make before a change.
 */
const restless = [
  "/proc",
  "/sys",
  "/dev",
  "/run",
  "/tmp",
  "/var/tmp",
  "/var/log/journal",
  "/var/log/wtmp",
  "/var/lib/systemd",
  "/var/lib/dbus",
  "/etc/machine-id",
  "/etc/.pwd.lock",
  "/etc/.updated",
  "/var/.updated",
  "/etc/passwd-",
  "/etc/group-",
  "/etc/shadow-",
  "/etc/gshadow-",
];

/** Every file of a box that lasts: its kind, rights and owner, and the SHA-256 of what is in it. */
export async function listFiles(box: Box): Promise<readonly string[]> {
  const left = restless.map((path) => `-path ${path} -prune -o`).join(" ");
  const entries = await box.succeed(`find / -xdev ${left} -printf '%y %m %U:%G %p %l\\n'`);
  const contents = await box.succeed(`find / -xdev ${left} -type f -exec sha256sum {} +`);
  return `${entries}${contents}`.split("\n").filter(Boolean).toSorted();
}

/** What is in one list and not in the other: `+ …` is new, `- …` is gone. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const [earlier, later] = [new Set(before), new Set(after)];
  return [
    ...after.filter((line) => !earlier.has(line)).map((line) => `+ ${line}`),
    ...before.filter((line) => !later.has(line)).map((line) => `- ${line}`),
  ];
}
