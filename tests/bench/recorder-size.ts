import path from "node:path";
import { DirectConnection } from "../../core/storage/direct-connection.ts";
import type { Figure } from "./figures.ts";
import { folderBytes, type RecordedFleet } from "./recorder-fleet.ts";

const tables = ["sample_chunk", "sample_block", "sample_rollup", "sample_journal"] as const;

/** Size of the same readings, in bytes per sample with everything that lies in the folder. */
export async function sizeFigures(
  { hubFolder, prometheusFolder, samples }: RecordedFleet,
  evenBytesPerSample: number | null,
): Promise<Figure[]> {
  const database = await DirectConnection.open(path.join(hubFolder, "homelabcmd.db"), "read");
  const tableBytes: number[] = [];
  for (const table of tables) tableBytes.push(await contentBytes(database, table));
  await database.close();
  const whole = await folderBytes(hubFolder);
  const share = (bytes: number) => (bytes / samples).toFixed(3);
  const peerBytes = await folderBytes(prometheusFolder).catch(() => null);
  return [
    {
      what: "bytes per sample, all files",
      ours: share(whole),
      ...(peerBytes === null ? {} : { peer: share(peerBytes) }),
    },
    ...(evenBytesPerSample === null
      ? []
      : [{ what: "  with times evened to whole minutes", ours: "", peer: evenBytesPerSample.toFixed(3) }]),
    ...tables.map((table, index) => ({ what: `  content of ${table}`, ours: share(tableBytes[index] ?? 0) })),
    {
      what: "  pages, indexes, free room, other tables",
      ours: share(whole - tableBytes.reduce((sum, one) => sum + one, 0)),
    },
  ];
}

async function contentBytes(database: DirectConnection, table: string): Promise<number> {
  const sql = `SELECT coalesce(sum(length(CAST(data AS BLOB))), 0) AS bytes FROM ${table}`;
  const [row] = await database.select<{ bytes: number }>(sql);
  return row?.bytes ?? 0;
}
