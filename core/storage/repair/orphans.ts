import type { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";
import { shapesOf } from "./table-shape.ts";

interface ForeignKeyRow {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** A condition on rows that refer to one which is not there. */
interface Orphans {
  readonly table: string;
  readonly parent: string;
  readonly where: string;
}

/** How many rows refer to one that is not there, each in a line for the user. */
export async function findOrphans(connection: DirectConnection): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { table, parent, where } of await orphanConditions(connection)) {
    const sql = `SELECT count(*) AS rows FROM ${quoted(table)} WHERE ${where}`;
    const [found] = await connection.select<{ rows: number }>(sql);
    if (found && found.rows > 0)
      lines.push(`${found.rows} rows of ${table} refer to rows of ${parent} that are not there`);
  }
  return lines;
}

/** Removes rows whose parent was lost, and those that refer to them in turn: no hub could make sense of them. */
export async function removeOrphans(connection: DirectConnection): Promise<readonly string[]> {
  const conditions = await orphanConditions(connection);
  const lines: string[] = [];
  for (let isComplete = false; !isComplete; ) {
    isComplete = true;
    for (const { table, parent, where } of conditions) {
      const removed = await connection.run(`DELETE FROM ${quoted(table)} WHERE ${where}`);
      if (removed === 0) continue;
      isComplete = false;
      lines.push(`${removed} rows of ${table}, whose rows of ${parent} were lost`);
    }
  }
  return lines;
}

async function orphanConditions(connection: DirectConnection): Promise<readonly Orphans[]> {
  const conditions: Orphans[] = [];
  for (const { name } of await shapesOf(connection)) {
    const sql = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list($name) ORDER BY id, seq';
    const columns = await connection.select<ForeignKeyRow>(sql, { name });
    for (const [, pairs = []] of Map.groupBy(columns, ({ id }) => id)) conditions.push(orphansOf(name, pairs));
  }
  return conditions;
}

function orphansOf(table: string, pairs: readonly ForeignKeyRow[]): Orphans {
  const parent = pairs[0]?.table ?? "";
  const isSet = pairs.map(({ from }) => `${quoted(from)} IS NOT NULL`);
  const matches = pairs.map(({ from, to }) => `parent.${quoted(to)} = ${quoted(table)}.${quoted(from)}`);
  const exists = `EXISTS (SELECT 1 FROM ${quoted(parent)} AS parent WHERE ${matches.join(" AND ")})`;
  return { table, parent, where: `${isSet.join(" AND ")} AND NOT ${exists}` };
}
