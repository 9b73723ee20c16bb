/** A version of the agent that the hub offers. */
export interface UpdateOffer {
  readonly version: string;
  /** Of the file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Below the hub's address; begins with a slash. */
  readonly path: string;
  /** Tells one offer of a version from the next: somebody asked for it again. */
  readonly offeredAt: string;
}

/** Largest agent that is fetched, in bytes: some twenty times what one has. */
const mostBytes = 4 * 1024 * 1024;

/** What an answer offers; `null` for nothing, and for what this agent does not understand. */
export function readOffer(value: unknown): UpdateOffer | null {
  if (typeof value !== "object" || value === null) return null;
  const { version, sha256, size_bytes: sizeBytes, path, offered_at: offeredAt } = value as Record<string, unknown>;
  if (typeof sizeBytes !== "number" || !Number.isInteger(sizeBytes) || sizeBytes < 1 || sizeBytes > mostBytes)
    return null;
  if (!isLike(version, /^\d+\.\d+\.\d+(-[\w.-]{1,40})?$/) || !isLike(sha256, /^[0-9a-f]{64}$/)) return null;
  // Only what the hub hands out as agents, and no way out of there.
  if (!isLike(path, /^\/agent\/[a-z0-9][\w.-]*$/) || !isLike(offeredAt, /^[\w.:+-]{0,64}$/)) return null;
  return { version, sha256, sizeBytes, path, offeredAt };
}

function isLike(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}
