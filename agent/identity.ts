import type { Applicant } from "./claim.ts";
import { readHostname } from "./collectors/system.ts";
import type { ConfigFile } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { randomUuid } from "./runtime/crypto.ts";
import type { Host } from "./runtime/host.ts";
import { replaceFile } from "./runtime/replace-file.ts";

/**
 * The agent's GUID: the one in its config file or, on the first run, a new one that is written there. Throws `ConfigError`
 * when it cannot be written, for then every start would make another machine of this one.
 */
export async function ensureGuid(file: ConfigFile): Promise<string> {
  return file.config.serverGuid ?? renewGuid(file);
}

/** Who this agent is to its hub: a GUID that lasts, and names that may change. Throws `ConfigError` as `ensureGuid` does. */
export async function readApplicant(file: ConfigFile, host: Host): Promise<Applicant> {
  const guid = await ensureGuid(file);
  const hostname = await readHostname(host);
  return { guid, serverId: file.config.serverId ?? slugOf(hostname), hostname: hostname ?? "unknown" };
}

/**
 * Makes a new GUID and writes it to the config file, together with a token for it, when `tokenFor` has one. Throws `ConfigError`
 * when it cannot be written.
 */
export async function renewGuid(
  { path, document }: ConfigFile,
  tokenFor: (guid: string) => Promise<string | null> = async () => null,
): Promise<string> {
  const guid = randomUuid();
  const token = await tokenFor(guid);
  document.set("server_guid", guid);
  if (token !== null) document.set("api_token", token);
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
