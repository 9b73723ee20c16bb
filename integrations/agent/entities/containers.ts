import { instanced } from "./instanced.ts";
import type { EntityPart } from "./part.ts";

const running = "running";

/** Each container of the machine's engine, by its name: a new one of the same name goes on with its history. */
export const containers: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.containers != null,
  table: [
    {
      key: "containers_running",
      name: "Containers, running",
      record: "samples",
      value: ({ heartbeat }) => heartbeat.containers?.filter(({ state }) => state === running).length ?? null,
      attributes: ({ heartbeat }) => ({ total: heartbeat.containers?.length ?? null }),
    },
    ...instanced(
      {
        instances: ({ heartbeat }) => heartbeat.containers ?? undefined,
        instance: ({ name }) => name,
        attributes: ({ id, image = null, exit_code = null }) => ({ id, image, exit_code }),
      },
      [{ key: "container_state", name: "State", record: "changes", value: (one) => one.state ?? null }],
    ),
    ...instanced(
      {
        instances: ({ heartbeat }) => heartbeat.containers ?? undefined,
        instance: ({ name }) => name,
      },
      [
        { key: "container_health", name: "Health", record: "changes", value: (one) => one.health ?? null },
        {
          key: "container_cpu_percent",
          name: "CPU",
          unit: "%",
          record: "samples",
          value: (one) => one.cpu_percent ?? null,
        },
        {
          key: "container_memory_bytes",
          name: "Memory",
          unit: "B",
          record: "samples",
          value: (one) => one.memory_bytes ?? null,
        },
      ],
    ),
  ],
};
