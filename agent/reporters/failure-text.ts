const untrusted = "the certificate of the hub is not trusted: let install.sh know who signed it with --ca FILE";
const untimely = "the certificate of the hub is not valid at this time: is this machine's clock right?";

/** What a user can do about a certificate, by the codes of Node and OpenSSL (X509_verify_cert_error_string(3)). */
const advice: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: untimely,
  CERT_NOT_YET_VALID: untimely,
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name: let hub_url have the name that it is for",
};

/** Why nothing came of an attempt to reach the hub, for a person. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = advice[code];
  if (known !== undefined) return `${known} (${code})`;
  // The message is empty when several addresses of a name failed.
  return error.message || code || error.name;
}
