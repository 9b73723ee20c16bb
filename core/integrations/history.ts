import { PlatformError } from "../errors.ts";
import { type HistoryReader, isRecordedAsNumbers } from "../recorder/history.ts";
import type { EntityHistory, HistoryRequest } from "../sdk/index.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";

const mostEntities = 1000;
const mostPoints = 2000;

/** Reads what was recorded of entities. Those that do not exist or have no history are left out. */
export async function readEntityHistory(
  { history, entities }: { readonly history: HistoryReader; readonly entities: EntityRegistry },
  { entityIds, from, to, points }: HistoryRequest,
): Promise<readonly EntityHistory[]> {
  if (entityIds.length > mostEntities || points > mostPoints || points < 1 || from >= to) {
    const limits = `at most ${mostEntities} entities and 1 to ${mostPoints} points, and from before to`;
    throw new PlatformError("VALIDATION_ERROR", `That is no history to ask for: ${limits}`);
  }
  const recorded = entityIds.flatMap((id) => {
    const entity = entities.get(id);
    return entity && isRecordedAsNumbers(entity) ? [entity] : [];
  });
  const { series } = await history.read({ series: recorded, from, to, points });
  return recorded.map(({ id, seriesId }) => ({ entityId: id, points: series.get(seriesId) ?? [] }));
}
