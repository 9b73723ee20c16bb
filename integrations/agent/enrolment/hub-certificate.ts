import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The hash of a certificate's key, as `--pinnedpubkey` of curl and wget takes it, when the certificate comes from no authority
 * that machines know by themselves; else `null`. `file` is PEM with the chain.
 */
export async function pinOf(file: string): Promise<string | null> {
  const chain = ((await readFile(file, "utf8")).match(pemBlock) ?? []).map((pem) => new X509Certificate(pem));
  const [own] = chain;
  const last = chain.at(-1);
  if (!own || !last || isKnownEverywhere(last)) return null;
  const key = own.publicKey.export({ type: "spki", format: "der" });
  return `sha256//${createHash("sha256").update(key).digest("base64")}`;
}

/** Whether the end of a chain was issued by an authority of Mozilla's list, which Debian ships too. */
function isKnownEverywhere(last: X509Certificate): boolean {
  // Not an import: without HTTPS it is not needed.
  const { rootCertificates } = process.getBuiltinModule("node:tls");
  return rootCertificates.some((pem) => last.checkIssued(new X509Certificate(pem)));
}
