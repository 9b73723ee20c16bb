import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { isDeepStrictEqual } from "node:util";
import { messageOf, StartError } from "../../errors.ts";
import { prepareDataFolder } from "../data-folder.ts";
import { lockDataFolder } from "../lock.ts";
import { migrations } from "../migrations/index.ts";
import { syncPath } from "../sync.ts";
import { readArchive, readManifest } from "./archive.ts";
import { checkCopy } from "./make-backup.ts";
import { configPrefix, databaseName, keyName, type Manifest, type ManifestPart } from "./manifest.ts";

/** What is restored, and where to. */
export interface RestoreOptions {
  readonly file: string;
  readonly dataFolder: string;
  /** Where the main file of the configuration goes; the others go beside it. */
  readonly configFile: string;
  /** Moves aside what is in the way. */
  readonly isForced: boolean;
  /** Unix milliseconds, for the names of what is moved aside. */
  readonly now: number;
}

/** What was done. */
export interface Restored {
  readonly manifest: Manifest;
  /** What is in its place now. */
  readonly files: readonly string[];
  /** What was in the way, where it is now. */
  readonly movedAside: readonly string[];
}

/** A part that was unpacked. */
interface Unpacked {
  readonly part: ManifestPart;
  readonly from: string;
}

/** The same, with the place where it belongs. */
interface Placed extends Unpacked {
  readonly to: string;
}

/** The write-ahead log of a database: its newest rows. */
const logSuffix = "-wal";

/**
 * Brings a backup back. Everything is unpacked beside the place where it goes, compared with its checksums, and the database is opened
 * and checked, before anything is moved. Throws `StartError`; what was there is there as before then.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { dataFolder, file } = options;
  await refuseUnfit(file, dataFolder);
  await prepareDataFolder(dataFolder);
  const unlock = await lockDataFolder(path.join(dataFolder, "hub.lock"));
  const scratch = path.join(dataFolder, `.restore-${randomBytes(6).toString("hex")}`);
  try {
    const { manifest, unpacked } = await unpack(options, scratch);
    const inTheWay = await conflictsOf(unpacked);
    if (inTheWay.length > 0 && !options.isForced) throw inTheWayError(inTheWay);
    const movedAside = await moveAside(inTheWay, options.now);
    await putInPlace(unpacked);
    return { manifest, files: unpacked.map(({ to }) => to), movedAside };
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await unlock();
  }
}

/** What can be told before anything is written. */
async function refuseUnfit(file: string, dataFolder: string): Promise<void> {
  const manifest = await readManifest(file).catch((error) => refuse(file, error));
  const known = migrations.map(({ name }) => name);
  // What belongs to an integration (`alerts/0001-…`) that integration judges when it starts.
  const unknown = manifest.migrations.filter((name) => !name.includes("/") && !known.includes(name));
  if (unknown.length > 0) {
    const problem = `it was made by HomelabCmd ${manifest.version}, which is newer than this one. Install that version first`;
    refuse(file, new Error(problem));
  }
  const needed = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(await nearestFolder(dataFolder));
  if (needed > bavail * bsize) {
    refuse(file, new Error(`it needs ${needed} bytes, and ${dataFolder} has ${bavail * bsize} free`));
  }
}

async function unpack({ file, dataFolder, configFile }: RestoreOptions, scratch: string) {
  const unpacked: Unpacked[] = [];
  const course = { signal: new AbortController().signal, onBytes: () => {} };
  try {
    await mkdir(scratch, { mode: 0o700 });
    const manifest = await readArchive(
      file,
      async (part, content) => {
        // The names of an archive decide nothing about where its bytes go at first.
        const from = path.join(scratch, String(unpacked.length));
        await pipeline(content, createWriteStream(from, { flags: "wx", mode: 0o600, flush: true }));
        unpacked.push({ part, from });
      },
      course,
    );
    await checkDatabase(unpacked, manifest);
    return { manifest, unpacked: unpacked.map((one) => ({ ...one, to: placeOf(one.part, manifest) })) };
  } catch (error) {
    return refuse(file, error);
  }

  function placeOf({ kind, name }: ManifestPart, manifest: Manifest): string {
    if (kind === "database") return path.join(dataFolder, databaseName);
    if (kind === "key") return path.join(dataFolder, keyName);
    const relative = name.slice(configPrefix.length);
    return relative === manifest.config_file ? configFile : path.join(path.dirname(configFile), relative);
  }
}

async function checkDatabase(unpacked: readonly Unpacked[], manifest: Manifest): Promise<void> {
  const database = unpacked.find(({ part }) => part.kind === "database");
  if (!database) throw new Error("there is no database in it");
  const { migrations: done, rows } = await checkCopy(database.from, new AbortController().signal);
  if (!isDeepStrictEqual({ done, rows }, { done: manifest.migrations, rows: manifest.rows })) {
    throw new Error("the database in it is not the one that its manifest describes");
  }
}

/**
 * Files that would be replaced by something else; what is the same already is not in the way. A write-ahead log without its database
 * is: SQLite would write it into the one that is restored.
 */
async function conflictsOf(unpacked: readonly Placed[]): Promise<readonly string[]> {
  const conflicts: string[] = [];
  for (const { part, from, to } of unpacked) {
    const isDatabase = part.kind === "database";
    for (const file of isDatabase ? [to, to + logSuffix] : [to]) {
      if (!(await exists(file))) continue;
      const isSame = !isDatabase && (await readFile(from)).equals(await readFile(file));
      if (!isSame) conflicts.push(file);
    }
  }
  return conflicts;
}

async function moveAside(files: readonly string[], now: number): Promise<readonly string[]> {
  const stamp = `.before-restore-${new Date(now).toISOString().replaceAll(":", "-")}`;
  const aside: string[] = [];
  for (const file of files) {
    // The log keeps the name of its database, so that both can be opened together.
    const isLog = file.endsWith(logSuffix);
    const target = isLog ? file.slice(0, -logSuffix.length) + stamp + logSuffix : file + stamp;
    await rename(file, target);
    aside.push(target);
  }
  return aside;
}

/** The database comes last: with it in its place, the restore is complete. */
async function putInPlace(unpacked: readonly Placed[]): Promise<void> {
  const ordered = unpacked.toSorted((one, other) => rankOf(one) - rankOf(other));
  for (const { part, from, to } of ordered) {
    const folder = path.dirname(to);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The configuration may be on another disk, where a file cannot be moved to at once.
    const beside = path.join(folder, `.${path.basename(to)}.${randomBytes(6).toString("hex")}.tmp`);
    await rename(from, beside).catch(() => copyFile(from, beside));
    await rename(beside, to);
    if (part.kind === "database") await rm(`${to}-shm`, { force: true });
    await syncPath(folder);
  }
}

function rankOf({ part }: Unpacked): number {
  return part.kind === "database" ? 1 : 0;
}

function inTheWayError(files: readonly string[]): StartError {
  return new StartError(
    `These are there already, and are not what the backup holds: ${files.join(", ")}.\n` +
      "Nothing was changed. --force moves them aside; --data and --config name other places.",
  );
}

function refuse(file: string, error: unknown): never {
  throw new StartError(`The backup ${file} cannot be restored: ${messageOf(error)}.\nNothing was changed.`, {
    cause: error,
  });
}

/** The folder itself, or the nearest one above it that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const resolved = path.resolve(folder);
  return (await exists(resolved)) ? resolved : nearestFolder(path.dirname(resolved));
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
