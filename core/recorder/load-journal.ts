import { messageOf } from "../errors.ts";
import type { Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { decodeJournal } from "./codec/index.ts";
import type { Recorder } from "./recorder.ts";

const rowsAtOnce = 500;
const selectRows = "SELECT id, data FROM sample_journal WHERE id > $after ORDER BY id LIMIT $limit";

interface JournalRow {
  readonly id: number;
  /** A text is what an older database had as rows: `[[series, at, value], …]`. */
  readonly data: Buffer | string;
}

/** Puts what was committed and not yet packed back into memory. A row that cannot be read is left out, and said. */
export async function loadJournal(database: Database, recorder: Recorder, log: Logger): Promise<void> {
  let [after, damaged] = [0, 0];
  for (;;) {
    const rows = await database.select<JournalRow>(selectRows, { after, limit: rowsAtOnce });
    for (const row of rows) {
      try {
        restore(row.data, recorder);
      } catch (error) {
        damaged++;
        log.warn(`Row ${row.id} of the journal cannot be read: ${messageOf(error)}`);
      }
    }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < rowsAtOnce) break;
  }
  if (damaged > 0) log.error(`${damaged} commits of the last hour are damaged and left out; look at the disk's health`);
}

function restore(data: Buffer | string, recorder: Recorder): void {
  const put = (seriesId: number, at: number, value: number) => recorder.restore(seriesId, at, value);
  if (typeof data === "string") {
    for (const [seriesId, at, value] of JSON.parse(data) as [number, number, number][]) put(seriesId, at, value);
  } else decodeJournal(data, put);
}
