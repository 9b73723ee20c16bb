import type { Housekeeping } from "../recorder/housekeeping.ts";
import type { Logger } from "../sdk/index.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";

/** The rooms that know the entities of a machine. */
export interface FormerEntityRooms {
  readonly entities: EntityRegistry;
  readonly states: States;
  readonly housekeeping: Housekeeping;
  readonly log: Logger;
}

/** Removes the entities of a machine that is no more. */
export function removeEntities({ entities, states }: FormerEntityRooms, machineId: string): void {
  for (const { id } of [...entities.ofDevice(machineId)]) {
    states.remove(id);
    entities.remove(id);
  }
}

/** Deletes the history of a machine that is no more. A year of it takes a while, for which nobody needs to wait. */
export function forgetHistory({ entities, housekeeping, log }: FormerEntityRooms, machineId: string): void {
  const own = [...entities.all()].filter(({ device }) => device === machineId);
  housekeeping.forget(own).catch((error) => log.error(`The history of ${machineId} could not be deleted`, { error }));
}
