import type { EntityDefinition } from "../../../core/sdk/index.ts";
import type { Reading } from "../reading.ts";

/** Entities of something that not every machine has. A heartbeat that does not speak of it costs nothing. */
export interface EntityPart {
  /** Whether this heartbeat tells of it. When one stops to, the part is unknown: its entities become unavailable. */
  readonly isTold: (reading: Reading) => boolean;
  readonly table: readonly EntityDefinition<Reading>[];
}
