import { PlatformError } from "../errors.ts";

/** A fault of the disk or the file, as opposed to a mistake in a statement. */
export type Fault = "full" | "read-only" | "locked" | "unreachable" | "damaged";

/** SQLite's result codes (https://sqlite.org/rescode.html). Every other one is a mistake of ours. */
const faults: Readonly<Record<string, Fault>> = {
  SQLITE_FULL: "full",
  SQLITE_READONLY: "read-only",
  SQLITE_BUSY: "locked",
  SQLITE_LOCKED: "locked",
  SQLITE_CANTOPEN: "unreachable",
  SQLITE_IOERR: "unreachable",
  SQLITE_PERM: "unreachable",
  SQLITE_CORRUPT: "damaged",
  SQLITE_NOTADB: "damaged",
};

const words: Readonly<Record<Fault, string>> = {
  full: "the disk is full",
  "read-only": "it is read-only",
  locked: "another program has locked it",
  unreachable: "its disk cannot be read or written",
  damaged: "it is damaged",
};

/** The fault behind an error, which may be wrapped in others. */
export function faultOf(error: unknown): Fault | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth++) {
    const { code, original, cause } = current as { code?: unknown; original?: unknown; cause?: unknown };
    const fault = faults[String(code)];
    if (fault) return fault;
    current = original ?? cause;
  }
  return undefined;
}

/** What a caller is told: a fault means "later", whatever he asked for. Any other error stays as it is. */
export function explainFault(error: unknown): unknown {
  const fault = faultOf(error);
  if (!fault || error instanceof PlatformError) return error;
  return new PlatformError("UNAVAILABLE", `The database cannot be used now: ${words[fault]}`, {
    retryAfterSeconds: 10,
    cause: error,
  });
}
