import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { PrometheusTools } from "./prometheus-tools.ts";
import type { FleetReading, SeriesFleet } from "./series-generator.ts";
import { seriesMetrics } from "./series-machine.ts";

const run = promisify(execFile);
const minute = 60_000;

/** What is imported: the readings from `start` to `end`, in Unix milliseconds. */
export interface ImportOptions {
  readonly start: number;
  readonly end: number;
  readonly folder: string;
  /**
   * Length of a block. Prometheus triples its 2 hours again and again up to a tenth of the time that it keeps, at most 31 days: 54
   * hours for a month, 162 for three, 486 for a year.
   */
  readonly blockHours: number;
  /** Moves each reading to its whole minute: Prometheus does so with times that it takes itself and that are up to 2 ms off. */
  readonly areTimesEven?: boolean;
}

/**
 * Puts the readings of a fleet until `end` into a folder for Prometheus, as blocks of their final size, with the way that it has
 * for old data. Returns how many samples there were.
 */
export async function importIntoPrometheus(
  { promtool }: PrometheusTools,
  fleet: SeriesFleet,
  { start, end, folder, blockHours, areTimesEven = false }: ImportOptions,
): Promise<number> {
  const blockMilliseconds = blockHours * 3_600_000;
  await mkdir(folder, { recursive: true });
  const timeOf = areTimesEven ? evenTimes() : ({ at }: FleetReading) => at;
  let samples = 0;
  let importing: Promise<unknown> = Promise.resolve();
  let from = start;
  for (let window = 0; from < end; window++) {
    const until = Math.min(end, (Math.floor(from / blockMilliseconds) + 1) * blockMilliseconds);
    const file = path.join(folder, `${window}.openmetrics`);
    samples += await writeOpenMetrics(file, fleet, { until, timeOf });
    // The next file is written while this one is imported.
    await importing;
    const options = [`--max-block-duration=${blockHours}h`, "--quiet"];
    importing = run(promtool, ["tsdb", "create-blocks-from", "openmetrics", ...options, file, folder]).finally(() =>
      rm(file),
    );
    from = until;
  }
  await importing;
  return samples;
}

/** The text format of https://github.com/OpenObservability/OpenMetrics; times are seconds with decimals. */
async function writeOpenMetrics(
  file: string,
  fleet: SeriesFleet,
  { until, timeOf }: { readonly until: number; readonly timeOf: (reading: FleetReading) => number },
): Promise<number> {
  const stream = createWriteStream(file, { highWaterMark: 1 << 20 });
  let samples = 0;
  for (const readings of fleet.minutesUntil(until)) {
    const lines: string[] = [];
    for (const reading of readings) addLines(lines, fleet, { ...reading, at: timeOf(reading) });
    samples += lines.length;
    if (lines.length > 0 && !stream.write(`${lines.join("\n")}\n`)) await once(stream, "drain");
  }
  stream.end("# EOF\n");
  await once(stream, "finish");
  return samples;
}

function addLines(lines: string[], fleet: SeriesFleet, { machine, at, values }: FleetReading): void {
  const labels = `{machine="${fleet.machines[machine]?.character.name}"}`;
  const seconds = (at / 1000).toFixed(3);
  for (const [index, { key }] of seriesMetrics.entries()) {
    const value = values[index] as number;
    if (!Number.isNaN(value)) lines.push(`${key}${labels} ${value} ${seconds}`);
  }
}

/** Whole minutes since the reading before. */
function evenTimes(): (reading: FleetReading) => number {
  const last = new Map<number, { readonly at: number; readonly even: number }>();
  return ({ machine, at }) => {
    const before = last.get(machine);
    const minutes = Math.max(1, Math.round((at - (before?.at ?? 0)) / minute));
    const even = before ? before.even + minutes * minute : Math.floor(at / minute) * minute;
    last.set(machine, { at, even });
    return even;
  };
}
