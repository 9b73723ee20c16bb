import type { DirectConnection } from "../direct-connection.ts";
import { examine, packTables } from "./packs.ts";
import { PageReader, type RawRow } from "./page-reader.ts";
import type { TableShape } from "./table-shape.ts";
import type { Gap } from "./walk.ts";

/** The table that rows are missing in, and its file. */
export interface StraySearch {
  readonly file: string;
  /** On that file. */
  readonly connection: DirectConnection;
  readonly table: TableShape;
  readonly gaps: readonly Gap[];
}

/**
 * Finds packs of readings on pages that no tree leads to any more, because a page above them is damaged. A row is taken only when it
 * fits the table and the gap, and when everything in it matches its checksums. Pages of other tables and free ones are not looked at.
 */
export async function* strayPacks({ file, connection, table, gaps }: StraySearch): AsyncGenerator<RawRow> {
  if (gaps.length === 0 || !packTables[table.name]?.length) return;
  const known = await pagesOfOthers(connection, table);
  if (!known) return;
  const pages = await PageReader.open(file);
  try {
    const free = await pages.freePages();
    for (let number = 2; number <= pages.count; number++) {
      if (known.has(number) || free.has(number)) continue;
      for (const row of await pages.rowsOf(number)) if (isLost(row, gaps) && isPackOf(row, table)) yield row;
    }
  } finally {
    await pages.close();
  }
}

/** The pages of every other table of readings; `undefined` when one of the same shape is damaged too, so that nobody could tell their rows apart. */
async function pagesOfOthers(
  connection: DirectConnection,
  table: TableShape,
): Promise<ReadonlySet<number> | undefined> {
  const pages = new Set<number>();
  for (const [name, columns] of Object.entries(packTables)) {
    if (name === table.name || columns.join() !== packTables[table.name]?.join()) continue;
    const sql = "SELECT pageno AS number FROM dbstat WHERE name = $name";
    const found = await connection.select<{ number: number }>(sql, { name }).catch(() => undefined);
    if (!found) return undefined;
    for (const { number } of found) pages.add(number);
  }
  return pages;
}

function isLost({ rowid }: RawRow, gaps: readonly Gap[]): boolean {
  return gaps.some(({ after, before }) => {
    const [low, high] = [
      Number(after?.[0] ?? Number.NEGATIVE_INFINITY),
      Number(before?.[0] ?? Number.POSITIVE_INFINITY),
    ];
    return rowid > low && rowid < high;
  });
}

/** The id, which is the row's own number, then where it belongs, then the pack. */
function isPackOf({ values }: RawRow, { name, columns }: TableShape): boolean {
  const [id, ...rest] = values;
  const data = rest.pop();
  const isShaped = values.length === columns.length && id === null && Buffer.isBuffer(data);
  return isShaped && rest.every(Number.isSafeInteger) && examine(name, data) === undefined;
}
