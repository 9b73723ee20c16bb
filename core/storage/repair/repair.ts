import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { messageOf, StartError } from "../../errors.ts";
import { databaseName } from "../backup/manifest.ts";
import { DirectConnection } from "../direct-connection.ts";
import { lockDataFolder } from "../lock.ts";
import { migrations } from "../migrations/index.ts";
import { sizeOf } from "../start-check.ts";
import { syncPath } from "../sync.ts";
import { Affected, type PackPlace } from "./affected.ts";
import { type CopiedTable, type Copying, copyTable } from "./copy-table.ts";
import { removeOrphans } from "./orphans.ts";
import { examine, packTables } from "./packs.ts";
import { shapesOf } from "./table-shape.ts";

/** What was saved, and what was not. */
export interface Repaired {
  readonly tables: readonly CopiedTable[];
  /** Everything that is lost, each in a line for the user. */
  readonly lost: readonly string[];
  /** Where the damaged file is now. */
  readonly keptAs: string;
}

/** What a repair works on. */
export interface RepairOptions {
  readonly dataFolder: string;
  /** Unix milliseconds, for the name of the damaged file. */
  readonly now: number;
  /** Is told what is being done. */
  readonly onProgress: (line: string) => void;
}

/**
 * Makes a new database from everything that can be read of a damaged one: rows table by table, past damaged pages; indexes anew; packs of
 * readings without the series that do not decode. The damaged file is only read, and kept. Throws `StartError` when a hub runs, and when
 * nothing can be read at all.
 */
export async function repair({ dataFolder, now, onProgress }: RepairOptions): Promise<Repaired> {
  const file = path.join(dataFolder, databaseName);
  if ((await sizeOf(file)) === 0) throw new StartError(`There is no database ${file}.`);
  const unlock = await lockDataFolder(path.join(dataFolder, "hub.lock"));
  const scratch = path.join(dataFolder, `.repair-${randomBytes(6).toString("hex")}`);
  try {
    await requireSpace(dataFolder, file);
    await mkdir(scratch, { mode: 0o700 });
    const rebuilt = path.join(scratch, databaseName);
    const saved = await rebuild(file, rebuilt, onProgress).catch((cause) => {
      throw new StartError(
        `Nothing can be read of ${file}: ${messageOf(cause)}.\nIt is unchanged. Bring a backup back with \`npm run restore\`.`,
        { cause },
      );
    });
    const keptAs = `${file}.damaged-${new Date(now).toISOString().replaceAll(":", "-")}`;
    await replace(file, rebuilt, keptAs);
    return { ...saved, keptAs };
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await unlock();
  }
}

async function requireSpace(dataFolder: string, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataFolder);
  const needed = (await sizeOf(file)) + (await sizeOf(`${file}-wal`));
  if (bavail * bsize >= needed) return;
  throw new StartError(
    `A repair needs ${needed} bytes on the disk of ${dataFolder}, which has ${bavail * bsize} free.`,
  );
}

async function rebuild(from: string, to: string, onProgress: RepairOptions["onProgress"]) {
  const damaged = await DirectConnection.open(from, "read");
  const rebuilt = await DirectConnection.open(to, "create");
  try {
    // A new file of our own: until it is complete, nobody misses it.
    await rebuilt.execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF");
    const copying: Copying = { damaged, damagedFile: from, rebuilt, affected: await Affected.load(damaged) };
    await makeTables(copying);
    const tables = await copyTables(copying, onProgress);
    onProgress("decoding the readings");
    const broken = await dropDamagedPacks(copying);
    const orphans = await removeOrphans(rebuilt);
    await finish(rebuilt);
    return { tables, lost: [...tables.flatMap(({ lost }) => lost), ...broken, ...orphans] };
  } finally {
    await damaged.close();
    await rebuilt.close();
  }
}

/** The tables of the migrations that the damaged file has seen, as far as it can tell; and any that somebody else made in it. */
async function makeTables({ damaged, rebuilt }: Copying): Promise<void> {
  // Tables before their indexes.
  const old = await damaged.select<{ table: string; sql: string }>(
    "SELECT tbl_name AS 'table', sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC",
  );
  if (old.length === 0) throw new Error("there are no tables in it");
  const done = await damaged
    .select<{ name: string }>("SELECT name FROM migrations")
    .catch(() => migrations.map(({ name }) => ({ name })));
  const names = done.map(({ name }) => name);
  await rebuilt.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY) WITHOUT ROWID");
  for (const { name, statements } of migrations) {
    if (!names.includes(name)) continue;
    for (const statement of statements) await rebuilt.execute(statement);
    await rebuilt.run("INSERT INTO migrations (name) VALUES ($name)", { name });
  }
  const made = (await shapesOf(rebuilt)).map(({ name }) => name);
  for (const { table, sql } of old) if (!made.includes(table)) await rebuilt.execute(sql);
}

async function copyTables(copying: Copying, onProgress: RepairOptions["onProgress"]): Promise<readonly CopiedTable[]> {
  const targets = await shapesOf(copying.rebuilt);
  const copied: CopiedTable[] = [];
  for (const source of await shapesOf(copying.damaged)) {
    const target = targets.find(({ name }) => name === source.name);
    if (!target) continue;
    const result = await copyTable(copying, source, target);
    onProgress(`${source.name}: ${result.rows} rows`);
    copied.push(result);
  }
  await keepSequences(copying);
  return copied;
}

/** Ids that were given out once are not given out again. */
async function keepSequences({ damaged, rebuilt }: Copying): Promise<void> {
  const select = "SELECT name, seq FROM sqlite_sequence";
  const sequences = await damaged.select<{ name: string; seq: number }>(select).catch(() => []);
  for (const { name, seq } of sequences) {
    const update = "UPDATE sqlite_sequence SET seq = max(seq, $seq) WHERE name = $name";
    const insert = "INSERT INTO sqlite_sequence (name, seq) VALUES ($name, $seq)";
    if ((await rebuilt.run(update, { name, seq })) === 0) await rebuilt.run(insert, { name, seq });
  }
}

async function dropDamagedPacks({ rebuilt, affected }: Copying): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { name } of await shapesOf(rebuilt)) {
    const columns = packTables[name];
    if (!columns) continue;
    const sql = `SELECT ${["id", ...columns, "data"].join(", ")} FROM ${name} WHERE id > $after ORDER BY id LIMIT 50`;
    for (let after = Number.MIN_SAFE_INTEGER; ; ) {
      const rows = await rebuilt.select<PackPlace & { id: number; data: Buffer }>(sql, { after });
      for (const { id, data, ...place } of rows) {
        const damage = examine(name, data);
        if (!damage) continue;
        lost.push(`${affected.describe(name, place, damage.seriesIds)}: ${damage.reason}`);
        if (damage.rest) await rebuilt.run(`UPDATE ${name} SET data = $data WHERE id = $id`, { id, data: damage.rest });
        else await rebuilt.run(`DELETE FROM ${name} WHERE id = $id`, { id });
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
  }
  return lost;
}

async function finish(connection: DirectConnection): Promise<void> {
  const [result] = await connection.select<{ integrity_check: string }>("PRAGMA integrity_check(1)");
  if (result?.integrity_check !== "ok") throw new Error(`the new file is damaged too: ${result?.integrity_check}`);
}

async function replace(file: string, rebuilt: string, keptAs: string): Promise<void> {
  // The newest rows are in the write-ahead log: it stays with its database, and away from the new one.
  if ((await sizeOf(`${file}-wal`)) > 0) await rename(`${file}-wal`, `${keptAs}-wal`);
  await rename(file, keptAs);
  for (const suffix of ["-wal", "-shm"]) await rm(file + suffix, { force: true });
  await syncPath(rebuilt);
  await rename(rebuilt, file);
  await syncPath(path.dirname(file));
}
