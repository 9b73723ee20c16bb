import { setMaxListeners } from "node:events";
import type { BoundedRead } from "./collectors/bounded-read.ts";
import { type Collectors, type CostlyCollectors, createCollectors, createCostlyCollectors } from "./collectors.ts";
import type { Readings } from "./readings.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is to be measured this time. */
export interface MeasureRequest {
  /** Names of the systemd units that somebody watches. */
  readonly units?: readonly string[];
  /** Waits for the costly collectors too, of which the last answer is otherwise good enough. */
  readonly isPatient?: boolean;
}

/**
 * Measures the host: all collectors at once, each with its own deadline, none able to stop another. For the costly ones it does
 * not wait.
 */
export class HostReader {
  readonly #collectors: Collectors;
  readonly #costly: CostlyCollectors;
  #unitNames: readonly string[] = [];

  constructor(surroundings: Surroundings) {
    this.#collectors = createCollectors(surroundings, () => this.#unitNames);
    this.#costly = createCostlyCollectors(surroundings);
  }

  /** Never rejects. `signal` ends what still waits. */
  async read(signal: AbortSignal, { units = [], isPatient = false }: MeasureRequest = {}): Promise<Readings> {
    // One listener per collector and file system, all gone at the end; Node would take more than ten for a leak.
    setMaxListeners(0, signal);
    this.#unitNames = units;
    const [readings, packages, smart, failedUnits] = await Promise.all([
      readAll(this.#collectors, signal),
      this.#costly.packages.latest(signal, isPatient),
      this.#costly.smart.latest(signal, isPatient),
      this.#costly.failedUnits.latest(signal, isPatient),
    ]);
    return { ...readings, packages, smart: smart?.reading ?? null, failedUnits: failedUnits?.reading ?? null };
  }
}

type Answers<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends BoundedRead<infer Reading> ? Reading | null : never;
};

async function readAll<Table extends { readonly [Name in keyof Table]: BoundedRead<unknown> }>(
  collectors: Table,
  signal: AbortSignal,
): Promise<Answers<Table>> {
  const names = Object.keys(collectors) as (keyof Table)[];
  const answers = await Promise.all(names.map(async (name) => [name, await collectors[name].read(signal)] as const));
  return Object.fromEntries(answers) as Answers<Table>;
}
