import { describe, expect, it } from "vitest";
import type { ExportedRow } from "../../../../core/http/wire/export-rows.ts";
import { csvCell, csvFormat, jsonFormat, writeExport } from "../../../../core/http/wire/export-text.ts";
import type { Entity } from "../../../../core/sdk/index.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");

function rowsOf(instance: string | undefined, rows: readonly ExportedRow[]) {
  const entity = { key: "disk", ...(instance === undefined ? {} : { instance }) } as Entity;
  return { entity, unit: instance === undefined ? null : "%", rows };
}

async function* source(...some: readonly ReturnType<typeof rowsOf>[]) {
  yield* some;
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("a cell", () => {
  it.each([
    ["/mnt/pool", "/mnt/pool"],
    ["", ""],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
    ["=1+1", '"\'=1+1"'],
    ["+1", '"\'+1"'],
    ["-1", '"\'-1"'],
    ["@SUM(A1)", '"\'@SUM(A1)"'],
    ["\t=1", '"\'\t=1"'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ])("with the text %j is written as %s", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe("an export", () => {
  it("in CSV has a header and a line for each row, in which numbers stay numbers", async () => {
    const rows = source(rowsOf("=cmd", [[noon, -1.5]]), rowsOf(undefined, [[noon + 1, 2]]));

    expect(await textOf(writeExport(rows, csvFormat(["value"])))).toBe(
      [
        "time,metric,instance,unit,value",
        '2026-01-15T12:00:00.000Z,disk,"\'=cmd",%,-1.5',
        "2026-01-15T12:00:00.001Z,disk,,,2",
        "",
      ].join("\r\n"),
    );
  });

  it("in JSON is one list of objects", async () => {
    const rows = source(rowsOf('"/"', [[noon, 1, 0, 2]]), rowsOf(undefined, [[noon, 5e-324, -1e300, 1e300]]));
    const text = await textOf(writeExport(rows, jsonFormat(["mean", "min", "max"])));

    expect(JSON.parse(text)).toEqual([
      { time: "2026-01-15T12:00:00.000Z", metric: "disk", instance: '"/"', unit: "%", mean: 1, min: 0, max: 2 },
      {
        time: "2026-01-15T12:00:00.000Z",
        metric: "disk",
        instance: null,
        unit: null,
        mean: 5e-324,
        min: -1e300,
        max: 1e300,
      },
    ]);
  });

  it("of nothing is a header, or an empty list", async () => {
    const csv = await textOf(writeExport(source(), csvFormat(["value"])));
    const json = await textOf(writeExport(source(), jsonFormat(["value"])));

    expect([csv, JSON.parse(json)]).toEqual(["time,metric,instance,unit,value\r\n", []]);
  });

  it("comes in pieces of a moderate size, and reads no further than it is asked for", async () => {
    let read = 0;
    function* many(): Generator<ExportedRow> {
      for (; read < 100_000; read++) yield [noon + read, read];
    }
    const pieces = writeExport(source({ ...rowsOf("/", []), rows: many() } as never), csvFormat(["value"]));
    const first = await pieces.next();
    await pieces.return(undefined);

    expect([String(first.value).length < 70_000, read < 3000]).toEqual([true, true]);
  });
});
