import type { DashboardEntity } from "../../sdk/index.ts";

/** A process that takes much. `null` is unknown. */
export interface Process {
  readonly pid: number;
  readonly name: string;
  readonly user: string | null;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
}

const most = 10;

/** The processes that an entity names in its attributes, `name_1`, `name_2` …, in their order. */
export function processesOf(entity: DashboardEntity | undefined): readonly Process[] {
  const attributes: Readonly<Record<string, unknown>> = entity?.attributes ?? {};
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return Array.from({ length: most }, (_, index) => index + 1).flatMap((rank) => {
    const name = attributes[`name_${rank}`];
    if (typeof name !== "string") return [];
    const user = attributes[`user_${rank}`];
    return {
      pid: number(attributes[`pid_${rank}`]) ?? 0,
      name,
      user: typeof user === "string" ? user : null,
      cpuPercent: number(attributes[`cpu_percent_${rank}`]),
      memoryBytes: number(attributes[`memory_bytes_${rank}`]),
    };
  });
}
