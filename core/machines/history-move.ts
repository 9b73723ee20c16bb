import { dayMilliseconds, dayOf } from "../recorder/days.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type { SampleReader, SeriesKey } from "../recorder/sample-reader.ts";
import type { Entity } from "../sdk/index.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { Database } from "../storage/database.ts";

/** The rooms that a history goes through. */
export interface HistoryRooms {
  readonly database: Database;
  readonly entities: EntityRegistry;
  readonly recorder: Recorder;
  readonly reader: SampleReader;
}

/** Readings after which the disk is waited for. */
const partSize = 50_000;

const copyChanges = `INSERT OR IGNORE INTO state_change (series_id, at, value, available)
  SELECT json_extract(pair.value, '$[1]'), at, change.value, available
  FROM json_each($pairs) AS pair JOIN state_change AS change ON change.series_id = json_extract(pair.value, '$[0]')
  WHERE at >= $from`;

/** Times in Unix milliseconds. */
export interface HistorySpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Copies what was recorded of one machine into the history of another one. It may be repeated: what is there already stays as it is.
 * Rows of five minutes, which take the place of old readings, are not copied.
 */
export async function copyHistory(rooms: HistoryRooms, [from, to]: readonly [string, string], span: HistorySpan) {
  const { entities, recorder, database } = rooms;
  const targets = targetsOf(entities, from, to);
  await recorder.committed();
  await copySamples(rooms, targets, span);
  const pairs = [...targets].map(([{ seriesId }, target]) => [seriesId, target.seriesId]);
  await database.run(copyChanges, { pairs: JSON.stringify(pairs), from: span.from });
}

/** For each entity of a machine the same one of the other machine. */
function targetsOf(entities: EntityRegistry, from: string, to: string): ReadonlyMap<Entity, Entity> {
  const sources = [...entities.all()].filter(({ device, record }) => device === from && record !== "none");
  return new Map(
    sources.map((source) => {
      const { key, originalName: name, unit, record, integration, instance } = source;
      const description = { key, name, record, ...(unit === undefined ? {} : { unit }) };
      return [source, entities.register(description, { device: to, integration, instance })];
    }),
  );
}

async function copySamples(
  { reader, recorder }: HistoryRooms,
  targets: ReadonlyMap<Entity, Entity>,
  span: HistorySpan,
) {
  const numbers = [...targets].filter(([{ record }]) => record !== "changes");
  const targetOf = new Map<SeriesKey, number>(numbers.map(([source, target]) => [source, target.seriesId]));
  // A day on each side, for clocks that were wrong.
  const bounds = { first: dayOf(span.from - dayMilliseconds), last: dayOf(span.to + dayMilliseconds) };
  let copied = 0;
  for await (const { series, samples } of reader.read([...targetOf.keys()], bounds)) {
    const target = targetOf.get(series);
    if (target === undefined) continue;
    for (const [index, at] of samples.at.entries()) {
      if (at < span.from) continue;
      recorder.record(target, at, samples.values[index] ?? Number.NaN);
      copied++;
      if (copied % partSize === 0) await recorder.committed();
    }
  }
  await recorder.committed();
}
