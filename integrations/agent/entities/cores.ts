import type { Reading } from "../reading.ts";
import type { EntityPart } from "./part.ts";

function cores({ heartbeat }: Reading): readonly (number | null)[] {
  return heartbeat.metrics?.cpu_core_percents ?? [];
}

function busiest(reading: Reading): number | null {
  return cores(reading).reduce((most, one) => (one !== null && (most === null || one > most) ? one : most), null);
}

/** The busiest core, which shows a program that uses one alone; the others beside it, in one text: a machine may have hundreds. */
export const busiestCore: EntityPart = {
  isTold: (reading) => cores(reading).length > 0,
  table: [
    {
      key: "cpu_busiest_core_percent",
      name: "CPU, busiest core",
      unit: "%",
      record: "samples",
      value: busiest,
      attributes: (reading) => ({
        cores: cores(reading)
          .map((percent) => percent ?? "")
          .join(","),
      }),
    },
  ],
};
