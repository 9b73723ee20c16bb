import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { EventBus } from "../../core/bus/event-bus.ts";
import { Problems } from "../../core/problems/problems.ts";
import { Housekeeping } from "../../core/recorder/housekeeping.ts";
import { loadJournal } from "../../core/recorder/load-journal.ts";
import { PackOpener } from "../../core/recorder/pack-opener.ts";
import { PackStore } from "../../core/recorder/pack-store.ts";
import { Recorder } from "../../core/recorder/recorder.ts";
import { Retention } from "../../core/recorder/retention.ts";
import { EntityRegistry } from "../../core/states/entity-registry.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { TestDatabase } from "../support/test-database.ts";
import type { FleetReading, SeriesFleet } from "./series-generator.ts";
import { seriesMetrics } from "./series-machine.ts";

const minute = 60_000;
/** How often housekeeping looks for work, in minutes of the data: the hub does every minute, and finds something once an hour. */
const lookMinutes = 30;

/** Readings that were put into a folder for the hub, and into one for Prometheus. Times are Unix milliseconds. */
export interface RecordedFleet {
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly samples: number;
  readonly hubFolder: string;
  readonly prometheusFolder: string;
  readonly blockHours: number;
}

/** What the hub is to record, and for how long it keeps it. */
export interface RecordingPlan {
  readonly folder: string;
  readonly start: number;
  readonly end: number;
  /** How many minutes of data a commit holds. In life each heartbeat waits for one, so a minute of 25 machines has 25. */
  readonly commitMinutes?: number;
  /** From when on readings stay in the journal, as those of the last hour do; default: none. */
  readonly journalFrom?: number;
  /** From when on days stay in blocks, as those that end while the hub is down do; default: none. */
  readonly blocksFrom?: number;
}

/**
 * Records a fleet through the hub's own rooms on a clock that runs ahead: the same recorder, the same housekeeping at the same
 * moments. Only the commits are fewer. Returns the number of samples.
 */
export async function recordFleet(fleet: SeriesFleet, plan: RecordingPlan): Promise<number> {
  const { folder, start, end, commitMinutes = 1, journalFrom = end, blocksFrom = end } = plan;
  const clock = new FakeClock(start);
  const store = await TestDatabase.open(folder);
  const { recorder, housekeeping, entities } = await roomsOn(store, clock);
  const seriesIds = registerFleet(fleet, entities);
  let samples = 0;
  for (let now = start; now < end; ) {
    now += commitMinutes * minute;
    for (const readings of fleet.minutesUntil(now)) samples += recordReadings(recorder, readings, seriesIds);
    await recorder.committed();
    await clock.advance(commitMinutes * minute);
    if (now <= blocksFrom && (now / minute) % lookMinutes === 0) await housekeeping.look();
    else if (now <= journalFrom && (now / minute) % 60 === 0) await housekeeping.seal();
  }
  if (blocksFrom === end) await finish(housekeeping, clock);
  await entities.save();
  await store.database.close();
  return samples;
}

/** Makes the entities of each machine; returns their series ids in the order of a reading's values. */
function registerFleet(fleet: SeriesFleet, entities: EntityRegistry): number[][] {
  return fleet.machines.map(({ character }) => {
    const place = { device: character.name, integration: "agent" };
    return seriesMetrics.map((metric) => entities.register(metric, place).seriesId);
  });
}

function recordReadings(recorder: Recorder, readings: readonly FleetReading[], seriesIds: number[][]): number {
  let samples = 0;
  for (const { machine, at, values } of readings) {
    for (const [index, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      recorder.record(seriesIds[machine]?.[index] as number, at, value);
      samples++;
    }
  }
  return samples;
}

/** Lets the last hour and the last day become as packed as all others. */
async function finish(housekeeping: Housekeeping, clock: FakeClock): Promise<void> {
  await housekeeping.seal();
  await clock.advance(lookMinutes * minute);
  await housekeeping.look();
}

async function roomsOn({ database, tables }: TestDatabase, clock: FakeClock) {
  const log = new LogSpy();
  const entities = new EntityRegistry(database, tables, clock, log);
  const recorder = new Recorder(database, log);
  const opener = new PackOpener(new Problems(database, new EventBus(log), clock, log), log);
  const retention = new Retention({ keepDays: 400, rollupDays: 3650, exceptions: [] });
  const store = new PackStore(database);
  const housekeeping = new Housekeeping({ recorder, store, opener, entities, retention, clock, log }, 60);
  await entities.load();
  await loadJournal(database, recorder, log);
  return { entities, recorder, housekeeping };
}

/** Bytes of all files in a folder and below. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => stat(path.join(entry.parentPath, entry.name)));
  return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
}
