import { randomUUID } from "node:crypto";
import type { Storage } from "../../core/sdk/index.ts";

const key = "thread-identity";

/**
 * What tells this hub's mails from those of another, and from those of one that was set up anew and counts its alerts from 1 again: mail
 * programs leave out a mail whose id they have seen.
 */
export async function threadIdentity(storage: Storage): Promise<string> {
  const known = await storage.get(key);
  if (typeof known === "string") return known;
  const made = randomUUID();
  await storage.set(key, made);
  return made;
}
