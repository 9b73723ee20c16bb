import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { printFigures } from "./figures.ts";
import { type ImportOptions, importIntoPrometheus } from "./prometheus-import.ts";
import { findPrometheus, type PrometheusTools } from "./prometheus-tools.ts";
import { folderBytes, type RecordedFleet, type RecordingPlan, recordFleet } from "./recorder-fleet.ts";
import { housekeepingFigures } from "./recorder-housekeeping.ts";
import { latestFigures } from "./recorder-latest.ts";
import { queryFigures } from "./recorder-query.ts";
import { sizeFigures } from "./recorder-size.ts";
import { SeriesFleet } from "./series-generator.ts";

const day = 86_400_000;
const fleetSize = 25;
/** Blocks of Prometheus: those of a month are larger than it makes them in that time, to its advantage. */
const monthBlockHours = 162;
const yearBlockHours = 486;

/**
 * The recorder beside Prometheus, on the same data: 25 machines of 20 metrics for 30 days, and one machine for a year. With
 * `BENCH_DAYS=3` all of it is a tenth.
 */
export async function recorderBench(): Promise<void> {
  const days = Number(process.env["BENCH_DAYS"] ?? 30);
  const yearDays = Math.ceil((days * 365) / 30);
  const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-bench-"));
  try {
    const tools = await findPrometheus();
    const peer = tools ? `Prometheus ${tools.version}` : "";
    const month = await record(tools, path.join(folder, "month"), {
      machines: fleetSize,
      days,
      commitMinutes: 1,
      blockHours: monthBlockHours,
    });
    const even = tools && (await evenBytesPerSample(tools, path.join(folder, "even"), days));
    printFigures(peer, await sizeFigures(month, even));
    const year = await record(tools, path.join(folder, "year"), {
      machines: 1,
      days: yearDays,
      commitMinutes: 30,
      blockHours: yearBlockHours,
    });
    progress("Asking for charts");
    printFigures(peer, await queryFigures(tools, month, year));
    progress("Asking for the latest of 500 machines");
    printFigures("", await latestFigures());
    progress("Keeping house while heartbeats come in");
    printFigures("", await housekeepingFigures(path.join(folder, "housekeeping")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Scale extends Required<Pick<RecordingPlan, "commitMinutes">>, Pick<ImportOptions, "blockHours"> {
  readonly machines: number;
  readonly days: number;
}

/** The same readings for both, up to the last midnight. */
async function record(tools: PrometheusTools | null, folder: string, scale: Scale): Promise<RecordedFleet> {
  const { machines, days, blockHours, commitMinutes } = scale;
  const end = Math.floor(Date.now() / day) * day;
  const start = end - days * day;
  const [hubFolder, prometheusFolder] = [path.join(folder, "hub"), path.join(folder, "prometheus")];
  await mkdir(hubFolder, { recursive: true });
  const fleet = () => new SeriesFleet(machines, start);
  progress(`Recording ${days} days of ${machines} machines`);
  const samples = await recordFleet(fleet(), { folder: hubFolder, start, end, commitMinutes });
  if (tools) {
    progress(`Importing the same ${samples.toLocaleString("en")} samples into Prometheus`);
    const imported = await importIntoPrometheus(tools, fleet(), { start, end, blockHours, folder: prometheusFolder });
    if (imported !== samples) throw new Error(`Prometheus has ${imported} samples, the hub ${samples}`);
  }
  const names = fleet().machines.map(({ character }) => character.name);
  return { names, start, end, samples, hubFolder, prometheusFolder, blockHours };
}

/** The most that its times can be to Prometheus's advantage; one block is enough to tell. */
async function evenBytesPerSample(tools: PrometheusTools, folder: string, days: number): Promise<number> {
  progress("Importing a block with even times");
  const block = monthBlockHours * 3_600_000;
  const start = Math.floor(Date.now() / block - 1) * block;
  const end = start + Math.min(block, days * day);
  const samples = await importIntoPrometheus(tools, new SeriesFleet(fleetSize, start), {
    start,
    end,
    folder,
    blockHours: monthBlockHours,
    areTimesEven: true,
  });
  return (await folderBytes(folder)) / samples;
}

function progress(text: string): void {
  console.error(`  ${text}`);
}
