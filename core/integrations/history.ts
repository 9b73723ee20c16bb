import { PlatformError } from "../errors.ts";
import { readChanges } from "../recorder/changes.ts";
import { type HistoryReader, isRecordedAsNumbers } from "../recorder/history.ts";
import { mergeSamples, type Samples } from "../recorder/samples.ts";
import type {
  Entity,
  EntityChanges,
  EntityHistory,
  EntityReadings,
  HistoryRequest,
  ReadingsRequest,
} from "../sdk/index.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { Database } from "../storage/database.ts";

const mostEntities = 1000;
const mostPoints = 2000;
const mostReadings = 2_000_000;
const mostChanges = 10_000;

/** The rooms that know what was. */
export interface HistoryRooms {
  readonly history: HistoryReader;
  readonly entities: EntityRegistry;
  readonly database: Database;
}

/** Reads what was recorded of entities. Those that do not exist or have no history are left out. */
export async function readEntityHistory(
  rooms: HistoryRooms,
  { entityIds, from, to, points }: HistoryRequest,
): Promise<readonly EntityHistory[]> {
  const recorded = find(rooms, { entityIds, from, to }).filter(isRecordedAsNumbers);
  if (points > mostPoints || points < 1) {
    throw new PlatformError("VALIDATION_ERROR", `That is no history to ask for: 1 to ${mostPoints} points`);
  }
  const { series } = await rooms.history.read({ series: recorded, from, to, points });
  return recorded.map(({ id, seriesId }) => ({ entityId: id, points: series.get(seriesId) ?? [] }));
}

/** Reads the readings of numeric entities as they were recorded. */
export async function readEntityReadings(rooms: HistoryRooms, request: ReadingsRequest): Promise<EntityReadings> {
  const recorded = find(rooms, request).filter(isRecordedAsNumbers);
  const pieces = new Map<number, Samples[]>(recorded.map(({ seriesId }) => [seriesId, []]));
  let count = 0;
  for await (const { seriesId, samples } of rooms.history.samples(recorded, request.from, request.to)) {
    pieces.get(seriesId)?.push(samples);
    count += samples.at.length;
    if (count >= mostReadings) break;
  }
  const entities = recorded.flatMap(({ id, seriesId }) => {
    const { at, values } = mergeSamples(pieces.get(seriesId) ?? []);
    return at.length === 0 ? [] : [{ entityId: id, at, values }];
  });
  return { entities, isComplete: count < mostReadings };
}

/** Reads what became of entities that are recorded as changes. */
export async function readEntityChanges(
  rooms: HistoryRooms,
  request: ReadingsRequest,
): Promise<readonly EntityChanges[]> {
  const logged = find(rooms, request).filter(({ record }) => record === "changes");
  const { from, to } = request;
  const seriesIds = logged.map(({ seriesId }) => seriesId);
  const found = await readChanges(rooms.database, { seriesIds, from, to, limit: mostChanges });
  return logged.flatMap(({ id, seriesId }) => {
    const own = found.get(seriesId);
    if (!own) return [];
    const changes = own.changes.map(({ at, value, available }) => ({ at, value, available }));
    return [{ entityId: id, changes, isComplete: own.isComplete }];
  });
}

function find({ entities }: HistoryRooms, { entityIds, from, to }: ReadingsRequest): readonly Entity[] {
  if (entityIds.length > mostEntities || from >= to) {
    const limits = `at most ${mostEntities} entities, and from before to`;
    throw new PlatformError("VALIDATION_ERROR", `That is no history to ask for: ${limits}`);
  }
  return entityIds.flatMap((id) => entities.get(id) ?? []);
}
