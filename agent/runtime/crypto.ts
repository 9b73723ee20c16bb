import { nodeModule } from "./node-modules.ts";

/*
 * node:crypto is loaded on first use: most starts have nothing to verify and make no identity.
 */

/** A new UUID v4 in lower case. */
export function randomUuid(): string {
  return nodeModule("node:crypto").randomUUID();
}

/** The SHA-256 of some bytes, in lower-case hexadecimal. */
export function sha256Of(content: Uint8Array): string {
  return nodeModule("node:crypto").createHash("sha256").update(content).digest("hex");
}
