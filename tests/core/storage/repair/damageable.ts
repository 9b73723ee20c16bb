import { copyFile, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { encodeJournal, encodePack } from "../../../../core/recorder/codec/index.ts";
import type { Database } from "../../../../core/storage/database.ts";
import { DirectConnection } from "../../../../core/storage/direct-connection.ts";
import { makeFolder, TestDatabase } from "../../../support/test-database.ts";

const dayMilliseconds = 86_400_000;
const firstDay = 20_000;
const groups = 10;
const daysPerGroup = 60;
const seriesPerGroup = 8;
const samplesPerDay = 288;

/** How many columns the keys have, where that is not one. */
const keyWidth: Readonly<Record<string, number>> = { claim: 2, state_change: 2 };

/** A page of a table or an index. */
export interface Page {
  readonly number: number;
  readonly kind: "leaf" | "internal" | "overflow";
  readonly cells: number;
}

/** A closed database with known content in a folder of its own, whose pages a test damages. */
export class Damageable {
  readonly folder: string;
  readonly file: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = path.join(folder, "homelabcmd.db");
  }

  static async make(): Promise<Damageable> {
    const { folder, database } = await TestDatabase.open();
    await fill(database);
    await database.close();
    return new Damageable(folder);
  }

  /** The same content in a folder of its own. */
  async copy(): Promise<Damageable> {
    const copy = new Damageable(await makeFolder());
    await copyFile(this.file, copy.file);
    return copy;
  }

  /** The pages of a table or an index, in the order of the tree. */
  async pagesOf(name: string): Promise<readonly Page[]> {
    const connection = await DirectConnection.open(this.file, "read");
    const sql = `SELECT pageno AS number, pagetype AS kind, ncell AS cells FROM dbstat WHERE name = $name ORDER BY path`;
    const pages = await connection.select<Page>(sql, { name });
    await connection.close();
    return pages;
  }

  /** Overwrites a part of a page: all of it, or from an offset on. */
  async overwrite(page: Page | undefined, bytes: Buffer, offset = 0): Promise<void> {
    if (!page) throw new Error("There is no such page");
    const handle = await open(this.file, "r+");
    await handle.write(bytes, 0, bytes.length, (page.number - 1) * 4096 + offset);
    await handle.close();
  }

  /** Every row of a table by its key, as text that can be compared. Of a whole file only. */
  async rowsOf(table: string): Promise<ReadonlyMap<string, string>> {
    const connection = await DirectConnection.open(this.file, "read");
    const rows = await connection.select<Record<string, unknown>>(`SELECT * FROM ${table}`);
    await connection.close();
    const asText = (value: unknown) => (Buffer.isBuffer(value) ? value.toString("base64") : JSON.stringify(value));
    return new Map(
      rows.map((row) => {
        const values = Object.values(row).map(asText);
        return [values.slice(0, keyWidth[table] ?? 1).join(), values.join()];
      }),
    );
  }

  bytes(): Promise<Buffer> {
    return readFile(this.file);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Ten devices with packs of sixty days each, so that trees have several levels and packs do not fit into a page. */
async function fill(database: Database): Promise<void> {
  for (let group = 1; group <= groups; group++) {
    await database.run("INSERT INTO device (slug, created_at) VALUES ($slug, 0)", { slug: `nas${group}` });
    await database.run(
      "INSERT INTO claim (source, ref, device_id, keys, facts, first_seen, changed_at) VALUES ('agent', $slug, $group, '{}', '{}', 0, 0)",
      { slug: `nas${group}`, group },
    );
    for (let series = 0; series < seriesPerGroup; series++) {
      await database.run(
        `INSERT INTO entity (series_id, group_id, id, device, key, integration, name, record)
         VALUES ($seriesId, $group, $id, $device, 'value', 'agent', 'Value', 'samples')`,
        { seriesId: group * 100 + series, group, id: `nas${group}.value_${series}`, device: `nas${group}` },
      );
    }
  }
  const days = Array.from({ length: daysPerGroup }, (_, day) => firstDay + day);
  const rows = days.flatMap((day) => Array.from({ length: groups }, (_, index) => ({ group: index + 1, day })));
  await database.runAll(
    rows.map(({ group, day }) => ({
      sql: "INSERT INTO sample_chunk (group_id, day, data) VALUES ($group, $day, $data)",
      binding: { group, day, data: packOf(group, day) },
    })),
  );
  await database.run(
    `WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < 9999)
     INSERT INTO state_change SELECT 100 + number / 100, number * 1000, '"' || hex(number) || '"', 1 FROM numbers`,
  );
  const batch = { length: 3, seriesIds: [101, 102, 103], at: [1, 1, 1], values: [0.5, 1.5, 2.5] };
  const journal = { sql: "INSERT INTO sample_journal (data) VALUES ($data)", binding: { data: encodeJournal(batch) } };
  await database.runAll(Array.from({ length: 200 }, () => journal));
  await database.run("CREATE TABLE gone AS SELECT randomblob(3000) AS data FROM sample_journal");
  await database.run("DROP TABLE gone");
}

function packOf(group: number, day: number): Buffer {
  const at = Float64Array.from({ length: samplesPerDay }, (_, index) => day * dayMilliseconds + index * 300_000);
  const series = Array.from({ length: seriesPerGroup }, (_, number) => {
    const values = at.map((moment, index) => Math.sin(moment * (number + 1) * group) * 1000 + index);
    return { seriesId: group * 100 + number, at, columns: [values] };
  });
  return encodePack(series, { effort: "sealed" });
}
