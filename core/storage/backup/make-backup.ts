import { mkdir, readFile, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "../../errors.ts";
import { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";
import { sizeOf, tablesOf } from "../start-check.ts";
import { syncPath } from "../sync.ts";
import { type Course, describePart, type Part, readArchive, writeArchive } from "./archive.ts";
import { configPrefix, databaseName, keyName, type Manifest } from "./manifest.ts";

/** What goes into a backup. */
export interface BackupSources {
  readonly databaseFile: string;
  /** The main file of the configuration. */
  readonly configFile: string;
  /** It and every file that it refers to; those that do not exist are left out. */
  readonly configFiles: readonly string[];
  /** The file of the encryption key; `null` leaves it out. */
  readonly keyFile: string | null;
  /** The hub's version. */
  readonly version: string;
}

/** Where a backup is made, and how it is followed. */
export interface BackupWork extends Course {
  /** The backup itself. It is there once it is complete and checked. */
  readonly file: string;
  /** A folder of its own beside it, for what is not finished. It is gone afterwards. */
  readonly scratch: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** Beyond the database itself: the configuration, and room for the hub to go on. */
const spareBytes = 64 * 1024 * 1024;

/** Makes sure that the copy and the archive have room on the disk. Throws `UNAVAILABLE`. */
export async function requireSpace(folder: string, databaseFile: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  const needed = 2 * ((await sizeOf(databaseFile)) + (await sizeOf(`${databaseFile}-wal`))) + spareBytes;
  if (bavail * bsize >= needed) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;
  throw new PlatformError(
    "UNAVAILABLE",
    `${folder} has ${megabytes(bavail * bsize)} free, and a backup needs ${megabytes(needed)}; free space, or choose another backup.folder`,
    { retryAfterSeconds: 3600 },
  );
}

/**
 * Makes a backup: a consistent copy of the database while the hub goes on writing to it, checked by SQLite, with the configuration,
 * in one file, which is read again in the end. Nothing is left behind when it fails.
 */
export async function makeBackup(sources: BackupSources, work: BackupWork): Promise<Manifest> {
  const { scratch, file, signal } = work;
  try {
    await mkdir(scratch, { mode: 0o700 });
    const copy = path.join(scratch, databaseName);
    await copyDatabase(sources.databaseFile, copy, signal);
    const contents = await checkCopy(copy, signal);
    const parts: readonly Part[] = [
      { name: databaseName, kind: "database", source: copy },
      ...(await otherParts(sources)),
    ];
    const described = [];
    for (const part of parts) described.push(await describePart(part, work));
    const main = `${configPrefix}${path.basename(sources.configFile)}`;
    const manifest: Manifest = {
      format: 1,
      version: sources.version,
      created_at: new Date(work.createdAt).toISOString(),
      config_file: parts.some(({ name }) => name === main) ? path.basename(sources.configFile) : null,
      parts: described,
      ...contents,
    };
    const archive = path.join(scratch, path.basename(file));
    await writeArchive(archive, manifest, parts, work);
    await readArchive(archive, drain, work);
    await rename(archive, file);
    await syncPath(path.dirname(file));
    return manifest;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function copyDatabase(from: string, to: string, signal: AbortSignal): Promise<void> {
  await within(from, signal, (connection) => connection.select("VACUUM INTO $to", { to }));
}

/** Opens the copy as a restore would: SQLite looks at every page and every row of every index. */
export async function checkCopy(copy: string, signal: AbortSignal): Promise<Pick<Manifest, "migrations" | "rows">> {
  return within(copy, signal, async (connection) => {
    const [finding] = await connection.select<{ integrity_check: string }>("PRAGMA integrity_check(1)");
    if (finding?.integrity_check !== "ok") {
      throw new Error(`the copy of the database is damaged: ${finding?.integrity_check}`);
    }
    const migrations = await connection.select<{ name: string }>("SELECT name FROM migrations ORDER BY name");
    return { migrations: migrations.map(({ name }) => name), rows: await countRows(connection) };
  });
}

/** How many rows each table has. */
export async function countRows(connection: DirectConnection): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(connection)) {
    const [row] = await connection.select<{ rows: number }>(`SELECT count(*) AS rows FROM ${quoted(table)}`);
    counts[table] = row?.rows ?? 0;
  }
  return counts;
}

async function within<Result>(
  file: string,
  signal: AbortSignal,
  work: (connection: DirectConnection) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const connection = await DirectConnection.open(file, "read");
  const stop = () => connection.interrupt();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await work(connection);
  } finally {
    signal.removeEventListener("abort", stop);
    await connection.close();
  }
}

/** The configuration is read into memory, so that an edit meanwhile cannot tear it. */
async function otherParts({ configFile, configFiles, keyFile }: BackupSources): Promise<readonly Part[]> {
  const folder = path.dirname(configFile);
  const files = configFiles.map((file) => ({
    file,
    name: configPrefix + path.relative(folder, file).split(path.sep).join("/"),
    kind: path.basename(file) === "secrets.yaml" ? ("secrets" as const) : ("config" as const),
  }));
  const wanted = [...files, ...(keyFile === null ? [] : [{ file: keyFile, name: keyName, kind: "key" as const }])];
  const parts: Part[] = [];
  for (const { file, name, kind } of wanted) {
    const source = await readIfThere(file);
    if (source) parts.push({ name, kind, source });
  }
  return parts;
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function drain(_part: unknown, content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}
