import type { DirectConnection } from "../direct-connection.ts";
import { quoted } from "../quoted.ts";
import type { Affected } from "./affected.ts";
import { describeLosses } from "./losses.ts";
import { strayPacks } from "./stray-packs.ts";
import type { TableShape } from "./table-shape.ts";
import { type Gap, selectFrom, type Visitor, Walk } from "./walk.ts";

/** From where to where: two connections, since one that has met damage does not write any more. */
export interface Copying {
  readonly damaged: DirectConnection;
  readonly damagedFile: string;
  readonly rebuilt: DirectConnection;
  readonly affected: Affected;
}

/** How a table was copied. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** What could not be read, each in a line for the user. */
  readonly lost: readonly string[];
}

/** Copies what can be read of a table into the table of the same name. Rows that break a rule of the new one are left out. */
export async function copyTable(copying: Copying, source: TableShape, target: TableShape): Promise<CopiedTable> {
  const { damaged, rebuilt, affected } = copying;
  const columns = source.columns.filter((column) => target.columns.includes(column)).map(quoted);
  const write = insertInto(target, columns);
  let rows = 0;
  const visitor: Visitor = {
    async visit(first, count) {
      const found = await damaged.select<Record<string, unknown>>(selectFrom(source, columns, count), first);
      rows += await rebuilt.runEach(write, found.map(Object.values));
    },
  };
  await rebuilt.execute("BEGIN");
  const losses = await new Walk(damaged, source, visitor).run();
  const strays = await copyStrays(copying, source, losses.gaps);
  await rebuilt.execute("COMMIT");
  const lost = await describeLosses({ connection: damaged, table: source, affected, saved: strays }, losses);
  return { table: source.name, rows: rows + strays.size, lost };
}

/** Answers the numbers of the rows that were found on pages of their own. */
async function copyStrays(copying: Copying, table: TableShape, gaps: readonly Gap[]): Promise<ReadonlySet<number>> {
  const { damaged: connection, damagedFile: file, rebuilt } = copying;
  const saved = new Set<number>();
  const write = insertInto(table, table.columns.map(quoted));
  for await (const { rowid, values } of strayPacks({ file, connection, table, gaps })) {
    await rebuilt.run(write, [rowid, ...values.slice(1)]);
    saved.add(rowid);
  }
  return saved;
}

function insertInto({ name }: TableShape, columns: readonly string[]): string {
  const places = columns.map((_, index) => `?${index + 1}`);
  return `INSERT OR IGNORE INTO ${quoted(name)} (${columns.join(", ")}) VALUES (${places.join(", ")})`;
}
