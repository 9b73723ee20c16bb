import { hash, randomBytes } from "node:crypto";

/** What each kind of secret begins with, so that one found in a log or a repository can be told. */
export type SecretPrefix = "hlc" | "hla" | "hle" | "hls" | "hll";

/** A new random secret of 256 bits: API key `hlc_…`, agent token `hla_…`, enrolment token `hle_…`, session `hls_…`, login link `hll_…`. */
export function newSecret(prefix: SecretPrefix): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/**
 * The only form in which a secret is kept: SHA-256, hexadecimal. Enough for random secrets of 256 bits. Looking a secret up by
 * its hash takes the same time however many characters of a guess are right.
 */
export function hashSecret(secret: string): string {
  return hash("sha256", secret);
}
