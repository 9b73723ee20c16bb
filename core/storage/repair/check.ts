import { messageOf } from "../../errors.ts";
import { DirectConnection } from "../direct-connection.ts";
import { Affected, type PackPlace } from "./affected.ts";
import { describeLosses } from "./losses.ts";
import { findOrphans } from "./orphans.ts";
import { examine, packTables } from "./packs.ts";
import { shapesOf, type TableShape } from "./table-shape.ts";
import { selectFrom, type Visitor, Walk } from "./walk.ts";

/** What is wrong with a database. */
export interface Checked {
  /** What SQLite finds, and rows that refer to nothing. */
  readonly findings: readonly string[];
  /** Which readings of which days cannot be read. */
  readonly lost: readonly string[];
  /** How many rows of readings were decoded. */
  readonly packs: number;
}

/** Findings beyond this many say nothing new. */
const mostFindings = 100;

/** Reads and decodes everything in a database, and changes nothing. A hub may run on it. `onProgress` is told what is being done. */
export async function checkDatabase(file: string, onProgress: (line: string) => void): Promise<Checked> {
  const connection = await DirectConnection.open(file, "read");
  try {
    await connection.execute("PRAGMA busy_timeout = 5000");
    onProgress("looking at every page");
    const findings = await findingsOf(connection);
    const affected = await Affected.load(connection);
    const lost: string[] = [];
    let packs = 0;
    for (const table of await shapesOf(connection).catch(() => [])) {
      if (!packTables[table.name]) continue;
      onProgress(`decoding ${table.name}`);
      const decoded = await decodeTable(connection, table, affected);
      lost.push(...decoded.lost);
      packs += decoded.packs;
    }
    return { findings, lost, packs };
  } finally {
    await connection.close();
  }
}

async function findingsOf(connection: DirectConnection): Promise<readonly string[]> {
  const whole = await attempt(async () => {
    const rows = await connection.select<{ integrity_check: string }>(`PRAGMA integrity_check(${mostFindings})`);
    // SQLite puts several findings of one table into one row.
    return rows.flatMap((row) => row.integrity_check.split("\n")).filter((line) => line !== "ok");
  });
  return [...whole, ...(await attempt(() => findOrphans(connection)))];
}

/** What keeps a search from its end is a finding, too. */
async function attempt(search: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await search();
  } catch (error) {
    return [messageOf(error)];
  }
}

async function decodeTable(connection: DirectConnection, table: TableShape, affected: Affected) {
  const columns = [...(packTables[table.name] ?? []), "data"];
  const damages: string[] = [];
  let packs = 0;
  const visitor: Visitor = {
    async visit(first, count) {
      const rows = await connection.select<PackPlace & { data: Buffer }>(selectFrom(table, columns, count), first);
      packs += rows.length;
      for (const row of rows) {
        const damage = examine(table.name, row.data);
        if (damage) damages.push(`${affected.describe(table.name, row, damage.seriesIds)}: ${damage.reason}`);
      }
    },
  };
  const losses = await new Walk(connection, table, visitor).run();
  return {
    packs,
    lost: [...(await describeLosses({ connection, table, affected }, losses)), ...damages],
  };
}
