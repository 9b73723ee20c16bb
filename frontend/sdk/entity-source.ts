import type { Entity, EntityState, Undo } from "../../core/sdk/index.ts";

/** An entity as a card sees it: its current value with what it is called. Times are Unix milliseconds. */
export interface DashboardEntity extends Omit<EntityState, "causeId">, Pick<Entity, "device" | "key" | "name"> {
  /** The mount point, interface or the like, for entities that come in several. */
  readonly instance: string | null;
  readonly unit: string | null;
}

/**
 * Current values, kept up to date by the live stream. Entities are named by an exact id (`nas.cpu_percent`), by all of a
 * device (`nas.*`) or by a key on every device (`*.cpu_percent`).
 */
export interface EntitySource {
  get(id: string): DashboardEntity | undefined;
  /** Everything that a pattern names at the moment, in no promised order. */
  match(pattern: string): readonly DashboardEntity[];
  /** Calls `listener` at most once per animation frame when any of the named entities became different. */
  watch(patterns: readonly string[], listener: () => void): Undo;
}
