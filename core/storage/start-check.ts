import { stat } from "node:fs/promises";
import type { Readers } from "./readers.ts";

/** Tables that grow with time. They are most of the file, so the thorough check looks at them, in the background. */
const growing = /^(sample|state_change|service_call)/;

/**
 * What can be found of damage without reading the whole file, which takes long on an SD card: whether it has been cut off, the
 * schema, and every table that does not grow with time. Throws what is wrong.
 */
export async function checkCheaply(file: string, readers: Readers): Promise<void> {
  await refuseCutOff(file, readers);
  for (const table of await tablesOf(readers)) {
    if (growing.test(table)) continue;
    const [finding] = await findingsIn(readers, table, 1);
    if (finding !== undefined) throw new Error(`${finding} in its table ${table}`);
  }
}

/** Anything that can be asked: a connection, or the database. */
export interface Selecting {
  select<Row extends object>(sql: string, binding: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

/** The tables of a database, with that of its schema. */
export async function tablesOf(database: Selecting): Promise<readonly string[]> {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
  const rows = await database.select<{ name: string }>(sql, {});
  return ["sqlite_schema", ...rows.map(({ name }) => name)];
}

/** What SQLite finds wrong with one table and its indexes; nothing when it is whole. */
export async function findingsIn(database: Selecting, table: string, limit: number): Promise<readonly string[]> {
  const sql = "SELECT quick_check AS message FROM pragma_quick_check($table) LIMIT $limit";
  const rows = await database.select<{ message: string }>(sql, { table, limit });
  return rows.map(({ message }) => message).filter((message) => message !== "ok");
}

async function refuseCutOff(file: string, readers: Readers): Promise<void> {
  const [row] = await readers.select<{ pages: number; size: number }>(
    "SELECT page_count AS pages, page_size AS size FROM pragma_page_count, pragma_page_size",
    {},
  );
  const wanted = (row?.pages ?? 0) * (row?.size ?? 0);
  const bytes = await sizeOf(file);
  // What is still in the write-ahead log may be missing in the file itself.
  if (bytes < wanted && (await sizeOf(`${file}-wal`)) === 0) {
    throw new Error(`it has been cut off: it has ${bytes} bytes of ${wanted}`);
  }
}

/** The size of a file, in bytes; 0 when there is none. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}
