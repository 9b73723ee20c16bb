import type { Heartbeat } from "../../../agent/protocol.ts";
import type { EntityDefinition } from "../../../core/sdk/index.ts";
import type { Reading } from "../reading.ts";
import type { EntityPart } from "./part.ts";

type Flag = keyof NonNullable<Heartbeat["throttled"]>;

/** Whether it is so now, and beside it whether it has been at some moment since boot. */
function flag(key: Flag, name: string, before: Flag): EntityDefinition<Reading> {
  return {
    key,
    name,
    record: "changes",
    value: ({ heartbeat }) => heartbeat.throttled?.[key] ?? null,
    attributes: ({ heartbeat }) => ({ since_boot: heartbeat.throttled?.[before] ?? null }),
  };
}

/** Why a Raspberry Pi runs slower than it could. */
export const throttling: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.throttled != null,
  table: [
    flag("under_voltage", "Supply too weak", "has_been_under_voltage"),
    flag("frequency_capped", "Clock limited", "has_been_frequency_capped"),
    flag("throttled", "Throttled", "has_been_throttled"),
    flag("soft_temperature_limit", "Slowed down by heat", "has_reached_soft_temperature_limit"),
  ],
};
