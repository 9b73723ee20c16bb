import { listAt, numberAt, textAt, valueAt } from "./json-values.ts";

/** One container, as its engine lists it. */
export interface ContainerReading {
  readonly id: string;
  readonly name: string;
  readonly image: string | null;
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string | null;
  /** healthy, unhealthy, starting; `null` without a health check. */
  readonly health: string | null;
  /** Of one that ended. */
  readonly exitCode: number | null;
}

/** The use of a running container at one moment. */
export interface ContainerUsage {
  /** Processor time of all its processes since it started. */
  readonly cpuNanoseconds: number | null;
  /** Processor time of the whole machine, all cores together, on the same clock. */
  readonly machineNanoseconds: number | null;
  /** Without the part of the file cache that it does not work with. */
  readonly memoryBytes: number | null;
}

/** Reads `GET /containers/json?all=1` of the Docker Engine API, which podman answers too. */
export function parseContainers(list: unknown): readonly ContainerReading[] {
  return listAt(list).flatMap((entry) => {
    const id = textAt(entry, "Id");
    if (id === null) return [];
    const [name] = listAt(entry, "Names");
    // Only this text has health and exit code: "Up 3 hours (healthy)", "Exited (137) 2 days ago".
    const status = textAt(entry, "Status") ?? "";
    const exitCode = /^Exited \((\d{1,3})\)/.exec(status)?.[1];
    return [
      {
        id,
        name: (typeof name === "string" ? name.replace(/^\//, "") : "") || id.slice(0, 12),
        image: textAt(entry, "Image"),
        state: textAt(entry, "State")?.toLowerCase() ?? null,
        health: /\((?:health: )?(healthy|unhealthy|starting)\)/.exec(status)?.[1] ?? null,
        exitCode: exitCode === undefined ? null : Number(exitCode),
      },
    ];
  });
}

/** Reads `GET /containers/{id}/stats?stream=false&one-shot=true`. Memory is counted as `docker stats` counts it. */
export function parseContainerUsage(stats: unknown): ContainerUsage {
  const cpu = valueAt(stats, "cpu_stats");
  const memory = valueAt(stats, "memory_stats");
  const used = numberAt(memory, "usage");
  // Version 2 of control groups, then version 1.
  const inactive = numberAt(memory, "stats", "inactive_file") ?? numberAt(memory, "stats", "total_inactive_file") ?? 0;
  return {
    cpuNanoseconds: numberAt(cpu, "cpu_usage", "total_usage"),
    machineNanoseconds: numberAt(cpu, "system_cpu_usage"),
    memoryBytes: used === null ? null : Math.max(0, inactive < used ? used - inactive : used),
  };
}

/** Share of all cores between two moments, 0..100; `null` when either is unknown or the container was restarted between them. */
export function containerCpuPercent(before: ContainerUsage | undefined, now: ContainerUsage): number | null {
  const used = delta(before?.cpuNanoseconds, now.cpuNanoseconds);
  const whole = delta(before?.machineNanoseconds, now.machineNanoseconds);
  return used === null || whole === null || whole === 0 ? null : (used / whole) * 100;
}

function delta(before: number | null | undefined, now: number | null): number | null {
  return before == null || now === null || now < before ? null : now - before;
}
