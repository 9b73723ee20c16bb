import type { ConfigFile } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { replaceFile } from "./replace-file.ts";

/**
 * The agent's GUID: the one in its config file or, on the first run, a new one that is written there. Throws `ConfigError`
 * when it cannot be written, for then every start would make another machine of this one.
 */
export async function ensureGuid(file: ConfigFile): Promise<string> {
  return file.config.serverGuid ?? renewGuid(file);
}

/** Makes a new GUID and writes it to the config file. Throws `ConfigError` when it cannot be written. */
export async function renewGuid({ path, document }: ConfigFile): Promise<string> {
  const { randomUUID } = await import("node:crypto");
  const guid = randomUUID();
  document.set("server_guid", guid);
  await replaceFile(path, document.toString({ lineWidth: 0 })).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `The agent cannot write its new server_guid to ${path} (${error.code ?? error.message}); ` +
        "let its user write that folder, or set server_guid yourself",
    );
  });
  return guid;
}

/** The id that a host proposes for itself: its name as a slug. */
export function slugOf(hostname: string | null): string {
  const slug = (hostname ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
  return slug || "machine";
}
