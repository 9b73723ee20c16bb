import { PlatformError } from "../../errors.ts";
import type { HistoryPoint, HistoryReader } from "../../recorder/history.ts";
import type { Samples } from "../../recorder/samples.ts";
import type { Entity } from "../../sdk/index.ts";
import { type JsonBytes, JsonWriter } from "../json-writer.ts";
import type { TimeRange } from "./time-range.ts";

/** Most series in one answer. */
const mostSeries = 1000;
/** Most buckets in one answer, all series together. */
const mostPoints = 300_000;
/** Most readings in one answer, some 6 MB of text. */
const mostReadings = 200_000;

/** How values are shown: as they were recorded, or in so many buckets. */
export interface SeriesQuery {
  readonly resolution: "buckets" | "raw";
  readonly points: number;
}

/** JSON schemas of the parameters of `SeriesQuery`. */
export const seriesParameters = {
  resolution: {
    enum: ["buckets", "raw"],
    default: "buckets",
    description:
      "`raw`: every reading as it was recorded, at most 200,000 in one answer; older than their retention there are none.",
  },
  points: {
    type: "integer",
    minimum: 1,
    maximum: 2000,
    default: 300,
    description: "Most buckets of a series, and 300,000 of all together. Of no meaning with `resolution=raw`.",
  },
} as const;

/** Throws `VALIDATION_ERROR` when there are more series than one answer may have. */
export function refuseTooMany(chosen: readonly Entity[], field: string): void {
  if (chosen.length <= mostSeries) return;
  const message = `${chosen.length} entities match; ask for at most ${mostSeries}`;
  throw new PlatformError("VALIDATION_ERROR", message, { field });
}

/** What series are asked for, and how their answer is headed. */
export interface SeriesRequest extends SeriesQuery {
  readonly entities: readonly Entity[];
  readonly range: TimeRange;
  /** Fields ahead of those of the whole answer. */
  readonly head?: object;
  /** Fields ahead of those of one series. */
  readonly name?: (entity: Entity) => object;
  /** Whether the series that come once are also shown as rows, a row for each moment: `data_points`. */
  readonly hasRows?: boolean;
}

/** Reads the history of entities that are recorded as numbers, and writes it as it goes over the wire. */
export async function readSeries(history: HistoryReader, request: SeriesRequest): Promise<JsonBytes> {
  const { entities, range, resolution, points } = request;
  if (resolution === "raw") {
    const readings = await readReadings(history, entities, range);
    return writeAnswer(
      request,
      { from: range.from, bucket_seconds: null },
      {
        writeSeries: (writer, entity) => {
          writer.text(`${fieldsOf(request, entity, unitOf(entity))},"readings":[`);
          writeReadings(writer, readings.get(entity.seriesId) ?? []);
        },
        valuesOf: ({ seriesId }) => (readings.get(seriesId) ?? []).flatMap(pairsOf),
      },
    );
  }
  if (entities.length * points > mostPoints) throw tooManyPoints(entities.length);
  const { from, bucketMilliseconds, series } = await history.read({ series: entities, ...range, points });
  return writeAnswer(
    request,
    { from, bucket_seconds: bucketMilliseconds / 1000 },
    {
      writeSeries: (writer, entity) => {
        writer.text(`${fieldsOf(request, entity, rateUnitOf(entity))},"points":[`);
        writePoints(writer, series.get(entity.seriesId) ?? []);
      },
      valuesOf: ({ seriesId }) => (series.get(seriesId) ?? []).map(([at, mean]) => [at, mean]),
    },
  );
}

/** The symbol of the unit of an entity's readings. */
export function unitOf({ unit }: Entity): string | null {
  return unit ?? null;
}

/** The symbol of the unit of an entity's buckets: those of a counter are rates. */
export function rateUnitOf({ unit, record }: Entity): string | null {
  return record === "counter" ? `${unit ?? ""}/s` : (unit ?? null);
}

/** A moment in Unix milliseconds, and what was then. */
type Value = readonly [at: number, value: number | null];

/** What was read, series by series. */
interface Found {
  writeSeries(writer: JsonWriter, entity: Entity): void;
  valuesOf(entity: Entity): readonly Value[];
}

function writeAnswer(
  { entities, range, head, hasRows = false }: SeriesRequest,
  { from, bucket_seconds }: { readonly from: number; readonly bucket_seconds: number | null },
  found: Found,
): JsonBytes {
  const writer = new JsonWriter();
  const time = { from: new Date(from).toISOString(), to: new Date(range.to).toISOString(), bucket_seconds };
  writer.text(`${openObject({ ...head, ...time })},"series":[`);
  for (const [index, entity] of entities.entries()) {
    if (index > 0) writer.marks(",");
    found.writeSeries(writer, entity);
    writer.marks("]}");
  }
  writer.marks("]");
  if (hasRows) writeRows(writer, entities, found);
  writer.marks("}");
  return writer.finish();
}

/** A row for each moment that any of the series has. */
function writeRows(writer: JsonWriter, entities: readonly Entity[], found: Found): void {
  const rows = new Map<number, string>();
  for (const entity of entities.filter(({ instance }) => instance === undefined)) {
    const name = JSON.stringify(entity.key);
    for (const [at, value] of found.valuesOf(entity)) rows.set(at, `${rows.get(at) ?? ""},${name}:${value}`);
  }
  const sorted = [...rows].toSorted(([one], [other]) => one - other);
  writer.text(`,"total_points":${sorted.length},"data_points":[`);
  for (const [index, [at, values]] of sorted.entries()) {
    writer.text(`${index > 0 ? "," : ""}{"timestamp":"${new Date(at).toISOString()}"${values}}`);
  }
  writer.marks("]");
}

function pairsOf({ at, values }: Samples): Value[] {
  return Array.from(at, (moment, index) => [moment, values[index] as number]);
}

function fieldsOf({ name }: SeriesRequest, entity: Entity, unit: string | null): string {
  const kind = entity.record === "counter" ? "counter" : "samples";
  return openObject({ ...name?.(entity), entity_id: entity.id, unit, kind });
}

/** An object as JSON without its end, so that more fields can follow. */
function openObject(fields: object): string {
  return JSON.stringify(fields).slice(0, -1);
}

function writePoints(writer: JsonWriter, points: readonly HistoryPoint[]): void {
  let separator = "[";
  for (const [at, mean, min, max] of points) {
    writer.marks(separator);
    separator = ",[";
    writer.number(at);
    for (const value of [mean, min, max]) {
      writer.marks(",");
      writer.number(value);
    }
    writer.marks("]");
  }
}

function writeReadings(writer: JsonWriter, pieces: readonly Samples[]): void {
  let separator = "[";
  for (const { at, values } of pieces) {
    for (let index = 0; index < at.length; index++) {
      writer.marks(separator);
      separator = ",[";
      writer.number(at[index] as number);
      writer.marks(",");
      writer.number(values[index] as number);
      writer.marks("]");
    }
  }
}

async function readReadings(history: HistoryReader, entities: readonly Entity[], { from, to }: TimeRange) {
  const readings = new Map<number, Samples[]>();
  let count = 0;
  for await (const { seriesId, samples } of history.samples(entities, from, to)) {
    count += samples.at.length;
    if (count > mostReadings) throw tooManyReadings();
    readings.set(seriesId, [...(readings.get(seriesId) ?? []), samples]);
  }
  return readings;
}

function tooManyReadings(): PlatformError {
  const message = `There are more than ${mostReadings} readings; ask for a shorter time, for buckets, or use the export of a machine`;
  return new PlatformError("VALIDATION_ERROR", message, { field: "resolution" });
}

function tooManyPoints(entities: number): PlatformError {
  const message = `${entities} entities match; ask for at most ${Math.floor(mostPoints / entities)} points of each`;
  return new PlatformError("VALIDATION_ERROR", message, { field: "points" });
}
