import type { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";
import type { Affected, PackPlace } from "./affected.ts";
import { packTables } from "./packs.ts";
import type { TableShape } from "./table-shape.ts";
import { fromTable, type Gap, type Key, type Losses } from "./walk.ts";

/** The table that something of is lost, and what is needed to say what. */
export interface Place {
  readonly connection: DirectConnection;
  readonly table: TableShape;
  readonly affected: Affected;
  /** The numbers of rows of its gaps that were found in another way. */
  readonly saved?: ReadonlySet<number>;
}

/** Says what of a table could not be read, each in a line for the user. */
export async function describeLosses(place: Place, { rows, gaps }: Losses): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { key, reason } of rows) lines.push(`${await describeRow(place, key)}: ${reason}`);
  for (const gap of gaps) lines.push(...(await describeGap(place, gap)).map((what) => `${what}: ${gap.reason}`));
  return lines;
}

/** The columns that say where it belongs come before its data, so they can often be read when that cannot. */
async function describeRow({ connection, table, affected }: Place, key: Key): Promise<string> {
  const row = `row ${key.join(", ")} of ${table.name}`;
  const columns = packTables[table.name];
  if (!columns) return row;
  const selected = ["rowid", ...columns].join(", ");
  const sql = `SELECT ${selected} FROM ${fromTable(table)} WHERE rowid = ?1`;
  const [found] = await connection.select<PackPlace>(sql, key).catch(() => []);
  return found ? `${affected.describe(table.name, found, null)} (${row})` : row;
}

/** The index knows where the rows of a lost page belonged. */
async function describeGap(place: Place, { after, before }: Gap): Promise<readonly string[]> {
  const { connection, table, affected, saved } = place;
  const end = (key: Key | null, none: string) => (key === null ? none : key.join(", "));
  const found = saved?.size ? `, but ${saved.size} that were found on their pages` : "";
  const unknown = [
    `rows of ${table.name} between ${end(after, "the beginning")} and ${end(before, "the end")}${found}`,
  ];
  const columns = packTables[table.name] ?? [];
  if (columns.length === 0) return unknown;
  const index = quoted(`${table.name}_place`);
  const sql = `SELECT rowid AS id, ${columns.join(", ")} FROM ${quoted(table.name)} INDEXED BY ${index}
    WHERE +rowid > ?1 AND +rowid < ?2 ORDER BY ${columns.join(", ")}`;
  const range = [after?.[0] ?? Number.MIN_SAFE_INTEGER, before?.[0] ?? Number.MAX_SAFE_INTEGER];
  const rows = await connection.select<PackPlace & { id: number }>(sql, range).catch(() => undefined);
  if (!rows) return unknown;
  const lost = rows.filter(({ id }) => !saved?.has(id)).map((row) => affected.describe(table.name, row, null));
  return [...new Set(lost)];
}
