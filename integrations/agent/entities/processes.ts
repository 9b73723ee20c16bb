import type { HeartbeatProcess } from "../../../agent/protocol.ts";
import type { EntityAttributes } from "../../../core/sdk/index.ts";
import type { EntityPart } from "./part.ts";

const mostProcesses = 5;

/** The first as the value, and each in attributes of its own, `name_1` to `memory_bytes_5`: an alert can name who it was. */
function named(processes: readonly HeartbeatProcess[] | null | undefined): EntityAttributes {
  const entries = (processes ?? []).slice(0, mostProcesses).flatMap(({ pid, name, user, ...one }, index) => [
    [`name_${index + 1}`, name],
    [`pid_${index + 1}`, pid],
    [`user_${index + 1}`, user ?? null],
    [`cpu_percent_${index + 1}`, one.cpu_percent ?? null],
    [`memory_bytes_${index + 1}`, one.memory_bytes ?? null],
  ]);
  return Object.fromEntries(entries) as EntityAttributes;
}

/** Which processes take the most. They change all the time, so only how many there are is recorded. */
export const processes: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.processes != null,
  table: [
    {
      key: "process_count",
      name: "Processes",
      record: "samples",
      value: ({ heartbeat }) => heartbeat.processes?.total ?? null,
    },
    {
      key: "process_busiest",
      name: "Busiest process",
      value: ({ heartbeat }) => heartbeat.processes?.by_cpu?.[0]?.name ?? null,
      attributes: ({ heartbeat }) => named(heartbeat.processes?.by_cpu),
    },
    {
      key: "process_largest",
      name: "Largest process",
      value: ({ heartbeat }) => heartbeat.processes?.by_memory?.[0]?.name ?? null,
      attributes: ({ heartbeat }) => named(heartbeat.processes?.by_memory),
    },
  ],
};
