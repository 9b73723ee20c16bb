import type { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";

/** A table, as far as it matters for going through its rows in the order in which they are stored. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns that its rows are ordered by, as SQL: the rowid, or the primary key of a table without one. */
  readonly key: readonly string[];
  readonly hasRowid: boolean;
}

interface ColumnRow {
  readonly name: string;
  /** Its place in the primary key, from 1; 0 when it has none. */
  readonly pk: number;
}

/** The tables of a database, without those of SQLite itself. */
export async function shapesOf(connection: DirectConnection): Promise<readonly TableShape[]> {
  const tables = await connection.select<{ name: string; wr: number }>(
    "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const shapes: TableShape[] = [];
  for (const { name, wr } of tables) {
    const sql = "SELECT name, pk FROM pragma_table_info($name)";
    const columns = await connection.select<ColumnRow>(sql, { name });
    const primary = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk);
    const hasRowid = wr === 0;
    const key = hasRowid ? ["rowid"] : primary.map((column) => quoted(column.name));
    shapes.push({ name, columns: columns.map((column) => column.name), key, hasRowid });
  }
  return shapes;
}
