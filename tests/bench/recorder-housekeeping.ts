import { type ChildProcess, fork } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DirectConnection } from "../../core/storage/direct-connection.ts";
import { type Figure, milliseconds } from "./figures.ts";
import type { LoadOutcome, LoadPlan } from "./ingest-load.ts";
import { recordFleet } from "./recorder-fleet.ts";
import { RecorderHub } from "./recorder-hub.ts";
import { SeriesFleet } from "./series-generator.ts";
import { benchKey } from "./server-process.ts";

const machines = 100;
const senders = 500;
const load = { connections: 128, perSecond: 500 } as const;
/** How long the work may take, in milliseconds. */
const patience = 90_000;
const hour = 3_600_000;
const day = 24 * hour;
const program = ["tests/bench/recorder-leaping-hub.ts"];
const config = "recorder: { keep_days: 1 }\n";

/** One run of the load, and when the work that was to be done beside it was done: seconds after its start, or never. */
interface Phase extends LoadOutcome {
  readonly doneAfter: number | null;
}

/**
 * An hour is sealed, a day of 100 machines is packed and summed up, and a day that is too old becomes rollups, while 500 machines send
 * a heartbeat a second: what the senders notice of it. It all begins at once, about a minute after the start, for a leap of the clock
 * to the end of the day.
 */
export async function housekeepingFigures(folder: string): Promise<Figure[]> {
  await prepare(folder);
  const hub = await RecorderHub.start(folder, { config, program });
  const database = await DirectConnection.open(path.join(folder, "homelabcmd.db"), "read");
  const loader = startLoader(hub);
  try {
    return await measure(hub, database, loader);
  } finally {
    loader.kill();
    await database.close();
    await hub.stop();
  }
}

async function measure(hub: RecorderHub, database: DirectConnection, loader: ChildProcess): Promise<Figure[]> {
  const today = Math.floor(Date.now() / day);
  await runPhase(loader);
  const calm = await runPhase(loader);
  hub.signal("SIGUSR2");
  // For this hub they were silent for a day: they come back before it is measured again. Its housekeeping looks every 5 s.
  await runPhase(loader, { seconds: 1 });
  const busy = await runPhase(loader, {
    seconds: 8,
    isDone: async () => {
      const left = [`sample_block WHERE day <= ${today}`, `sample_chunk WHERE day < ${today}`];
      const rows = await Promise.all(left.map((what) => count(database, what)));
      return rows.every((number) => number === 0);
    },
  });
  const afterwards = await runPhase(loader);
  return [
    ...phaseFigures("nothing to do", calm),
    ...phaseFigures("an hour sealed, a day of 100 machines packed, one made rows of 5 minutes", busy),
    ...phaseFigures("nothing to do again", afterwards),
  ];
}

/** Machines that are known, a day that is packed, one in blocks, and an hour in the journal; the day in blocks ends tonight. */
async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const hub = await RecorderHub.start(folder);
  const database = await DirectConnection.open(path.join(folder, "homelabcmd.db"), "read");
  const loader = startLoader(hub);
  while ((await count(database, "machine")) < senders) await runPhase(loader);
  loader.kill();
  await database.close();
  await hub.stop();
  const today = Math.floor(Date.now() / day) * day;
  const start = today - day;
  const tonight = today + day;
  await recordFleet(new SeriesFleet(machines, start), {
    folder,
    start,
    end: tonight + hour,
    blocksFrom: today + hour / 2,
    journalFrom: tonight,
    commitMinutes: 5,
  });
}

async function count(database: DirectConnection, what: string): Promise<number> {
  const [row] = await database.select<{ rows: number }>(`SELECT count(*) AS rows FROM ${what}`);
  return row?.rows ?? 0;
}

function startLoader(hub: RecorderHub): ChildProcess {
  const file = path.join(import.meta.dirname, "ingest-loader.ts");
  return fork(file, [hub.url.href, String(senders), benchKey], { serialization: "advanced" });
}

interface Watch {
  /** Default: 5. */
  readonly seconds?: number;
  readonly isDone?: () => Promise<boolean>;
}

async function runPhase(loader: ChildProcess, watch: Watch = {}): Promise<Phase> {
  const { seconds = 5, isDone = async () => true } = watch;
  const outcome = new Promise<LoadOutcome>((resolve) => {
    loader.once("message", (message) => resolve(message as LoadOutcome));
    loader.send({ ...load, seconds } satisfies LoadPlan);
  });
  const doneAfter = await until(isDone);
  return { ...(await outcome), doneAfter };
}

/** Asks again and again; returns after how many seconds it was so, or `null` when it never was. */
async function until(isSo: () => Promise<boolean>): Promise<number | null> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < patience) {
    if (await isSo()) return (performance.now() - startedAt) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

function phaseFigures(what: string, phase: Phase): Figure[] {
  const { p50, p95, p99, doneAfter, failed, refusedShare } = phase;
  const done = doneAfter === null ? `not done after ${patience / 1000} s` : `done after ${doneAfter.toFixed(1)} s`;
  const lost = failed > 0 || refusedShare > 0 ? `, ${failed} failed, ${(100 * refusedShare).toFixed(1)} % refused` : "";
  return [
    { what, ours: done + lost },
    {
      what: `  ${load.perSecond} heartbeats a second, p50 / p95 / p99`,
      ours: [p50, p95, p99].map(milliseconds).join(" / "),
    },
  ];
}
