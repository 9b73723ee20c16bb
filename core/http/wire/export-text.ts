import { pause } from "../../recorder/pause.ts";
import type { ExportedRow, ExportedRows } from "./export-rows.ts";

/** About how much text is handed on at once, in characters. */
const pieceLength = 65_536;

/** How rows are written in one format. */
interface ExportFormat {
  readonly head: string;
  /** Between two rows. */
  readonly separator: string;
  readonly tail: string;
  /** What one entity's rows have in common is written once. */
  readonly writer: (rows: ExportedRows) => (row: ExportedRow) => string;
}

/** CSV (RFC 4180): a line for each row. */
export function csvFormat(columns: readonly string[]): ExportFormat {
  const head = `${["time", "metric", "instance", "unit", ...columns].join(",")}\r\n`;
  const writer = ({ entity: { key, instance }, unit }: ExportedRows) => {
    const cells = [key, instance ?? "", unit ?? ""].map(csvCell).join(",");
    return ([at, ...values]: ExportedRow) => `${isoTime(at)},${cells},${values.join(",")}\r\n`;
  };
  return { head, separator: "", tail: "", writer };
}

/** One JSON document: a list with an object for each row. */
export function jsonFormat(columns: readonly string[]): ExportFormat {
  const writer = ({ entity: { key, instance }, unit }: ExportedRows) => {
    const facts = JSON.stringify({ metric: key, instance: instance ?? null, unit }).slice(1, -1);
    const names = columns.map((column) => `,"${column}":`);
    return ([at, ...values]: ExportedRow) => {
      const numbers = values.map((value, index) => `${names[index]}${JSON.stringify(value)}`).join("");
      return `{"time":"${isoTime(at)}",${facts}${numbers}}`;
    };
  };
  return { head: "[", separator: ",\n", tail: "]\n", writer };
}

/** Writes rows in pieces of a moderate size, while they are read. */
export async function* writeExport(
  source: AsyncIterable<ExportedRows>,
  { head, separator, tail, writer }: ExportFormat,
): AsyncGenerator<string> {
  let text = head;
  let isFirst = true;
  for await (const some of source) {
    const write = writer(some);
    for (const row of some.rows) {
      text += isFirst ? write(row) : separator + write(row);
      isFirst = false;
      if (text.length < pieceLength) continue;
      yield text;
      text = "";
      // A client that reads fast would keep everybody else from their turn.
      await pause();
    }
  }
  yield text + tail;
}

/**
 * A text as a cell. One that a spreadsheet would take for a formula gets an apostrophe ahead, which makes it a text (OWASP, CSV
 * injection).
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return harmless !== text || /[",\r\n]/.test(text) ? `"${harmless.replaceAll('"', '""')}"` : text;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
