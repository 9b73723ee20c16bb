import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline as pipelineWithCallback, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { type Manifest, type ManifestPart, manifestName, parseManifest } from "./manifest.ts";
import { readTar, type TarEntry, tarEnd, tarHeader, tarPadding } from "./tar.ts";

/** A manifest is small; more is an attack. */
const mostManifestBytes = 1024 * 1024;

/** A part of a backup that is to be written: the path of a file, or bytes. */
export interface Part extends Omit<ManifestPart, "bytes" | "sha256"> {
  readonly source: string | Buffer;
}

/** How far a long piece of work is told. */
export interface Course {
  readonly signal: AbortSignal;
  /** So many more bytes are done. */
  readonly onBytes: (bytes: number) => void;
}

/** Measures a part, for the manifest. */
export async function describePart({ name, kind, source }: Part, { signal, onBytes }: Course): Promise<ManifestPart> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of open(source)) {
    signal.throwIfAborted();
    hash.update(chunk);
    onBytes(chunk.length);
    bytes += chunk.length;
  }
  return { name, kind, bytes, sha256: hash.digest("hex") };
}

/** Writes a backup: a gzipped tar, readable with `tar -xzf`, with its manifest as the first file. It is for its owner alone. */
export async function writeArchive(
  file: string,
  manifest: Manifest,
  parts: readonly Part[],
  { signal, onBytes }: Course,
): Promise<void> {
  const modifiedAt = Date.parse(manifest.created_at);
  async function* content() {
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    const files = [{ name: manifestName, source: text, bytes: text.length }, ...sized(manifest, parts)];
    for (const { name, source, bytes } of files) {
      yield tarHeader({ name, bytes }, modifiedAt);
      for await (const chunk of open(source)) {
        onBytes(chunk.length);
        yield chunk;
      }
      yield tarPadding(bytes);
    }
    yield tarEnd;
  }
  // The packs in the database are dense already: more effort would take longer and win nothing.
  const output = createWriteStream(file, { flags: "wx", mode: 0o600, flush: true });
  await pipeline(Readable.from(content(), { objectMode: false }), createGzip({ level: 1 }), output, { signal });
}

/** Reads the manifest of a backup, and nothing else of it. Throws why it is none. */
export async function readManifest(file: string): Promise<Manifest> {
  for await (const entry of readTar(unzipped(file))) return takeManifest(entry);
  throw new Error("it is empty");
}

/**
 * Reads a whole backup and hands each part to `take`, which reads its content to the end. Throws when the backup is damaged, holds
 * anything that its manifest does not name, or misses a part.
 */
export async function readArchive(
  file: string,
  take: (part: ManifestPart, content: AsyncIterable<Buffer>) => Promise<void>,
  { signal, onBytes }: Course,
): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const missing = new Map<string, ManifestPart>();
  for await (const entry of readTar(unzipped(file))) {
    if (!manifest) {
      manifest = await takeManifest(entry);
      for (const part of manifest.parts) missing.set(part.name, part);
      continue;
    }
    const part = missing.get(entry.name);
    if (part?.bytes !== entry.bytes)
      throw new Error(`${JSON.stringify(entry.name)} in it is not what its manifest names`);
    missing.delete(entry.name);
    await take(part, checked(part, entry.content, { signal, onBytes }));
  }
  if (!manifest) throw new Error("it is empty");
  if (missing.size > 0) throw new Error(`${[...missing.keys()].join(", ")} is missing in it`);
  return manifest;
}

async function* checked(part: ManifestPart, content: AsyncIterable<Buffer>, { signal, onBytes }: Course) {
  const hash = createHash("sha256");
  for await (const chunk of content) {
    signal.throwIfAborted();
    hash.update(chunk);
    onBytes(chunk.length);
    yield chunk;
  }
  if (hash.digest("hex") !== part.sha256) throw new Error(`${part.name} in it does not match its checksum`);
}

async function takeManifest({ name, bytes, content }: TarEntry): Promise<Manifest> {
  if (name !== manifestName || bytes > mostManifestBytes) throw new Error(`it does not begin with a ${manifestName}`);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return parseManifest(Buffer.concat(chunks).toString("utf8"));
}

function unzipped(file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  // Whoever reads gets every error from the stream itself.
  pipelineWithCallback(createReadStream(file), gunzip, () => {});
  return gunzip;
}

function sized(manifest: Manifest, parts: readonly Part[]) {
  return parts.map(({ name, source }, index) => ({ name, source, bytes: manifest.parts[index]?.bytes ?? 0 }));
}

function open(source: string | Buffer): AsyncIterable<Buffer> {
  return typeof source === "string" ? createReadStream(source) : Readable.from([source]);
}
