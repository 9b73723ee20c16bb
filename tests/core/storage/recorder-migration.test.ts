import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Database } from "../../../core/storage/database.ts";
import { migrate } from "../../../core/storage/migrate.ts";
import { migrations } from "../../../core/storage/migrations/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { makeFolder, TestDatabase } from "../../support/test-database.ts";
import { TestRecorder } from "../../support/test-recorder.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");

let folder: string;
let room: TestRecorder;

/** A database as it was when each reading was a row. */
beforeEach(async () => {
  folder = await makeFolder();
  const database = await Database.open(path.join(folder, "homelabcmd.db"));
  const options = { backupFolder: path.join(folder, "backups"), clock: new FakeClock(), log: new LogSpy() };
  await migrate(database, { ...options, migrations: migrations.filter(({ name }) => name < "0006") });
  const entity = "INSERT INTO entity (series_id, id, device, key, integration, name, record) VALUES";
  await database.run(`${entity} (3, 'nas.cpu', 'nas', 'cpu', 'agent', 'CPU', 'samples')`);
  await database.run(`${entity} (5, 'nas.load', 'nas', 'load', 'agent', 'Load', 'samples')`);
  await database.run(`${entity} (8, 'pi.cpu', 'pi', 'cpu', 'agent', 'CPU', 'samples')`);
  const samples = [
    [3, noon, 0.1 + 0.2],
    [3, noon + 60_000, 5e-324],
    [3, noon - 86_400_000, -1e300 / 3],
    [5, noon, 12_345_678.901],
    [8, noon, 7],
  ];
  for (const [series, at, value] of samples) {
    await database.run("INSERT INTO sample VALUES ($series, $at, $value)", { series, at, value });
  }
  await database.close();
});

afterEach(() => room.remove());

it("takes over every row, to the last bit, and puts the series of a device into one group", async () => {
  room = await TestRecorder.on(await TestDatabase.open(folder));
  const entities = [...room.entities.list()];
  const before = await Promise.all(entities.map((entity) => room.readings(entity)));
  await room.housekeeping.seal();
  room = await room.restart();

  const after = await Promise.all([...room.entities.list()].map((entity) => room.readings(entity)));
  expect([entities.map(({ groupId }) => groupId), before, after]).toEqual([
    [3, 3, 8],
    [
      [
        [noon - 86_400_000, -1e300 / 3],
        [noon, 0.1 + 0.2],
        [noon + 60_000, 5e-324],
      ],
      [[noon, 12_345_678.901]],
      [[noon, 7]],
    ],
    before,
  ]);
});
