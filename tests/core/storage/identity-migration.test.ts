import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { DeviceRegistry } from "../../../core/devices/registry.ts";
import { Database } from "../../../core/storage/database.ts";
import { migrate } from "../../../core/storage/migrate.ts";
import { migrations } from "../../../core/storage/migrations/index.ts";
import { defineTables } from "../../../core/storage/models/tables.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { makeFolder } from "../../support/test-database.ts";

let database: Database;
let folder: string;

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

it("gives each claim of a database from before identity its own device, and keeps the machine with its agent", async () => {
  folder = await makeFolder();
  database = await Database.open(path.join(folder, "homelabcmd.db"));
  const [clock, log] = [new FakeClock(), new LogSpy()];
  const options = { backupFolder: path.join(folder, "backups"), clock, log };
  await migrate(database, { ...options, migrations: migrations.slice(0, 1) });
  await database.run("INSERT INTO device (id, slug, created_at) VALUES (1, 'nas', 1), (2, 'pi', 2)");
  await database.run(`INSERT INTO claim VALUES ('agent', 'id:nas', 1, '{}', '{"hostname":"nas"}', 1, 1),
    ('agent', 'guid-nas', 1, '{"agentGuid":"guid-nas"}', '{"hostname":"nas"}', 5, 5),
    ('agent', 'id:pi', 2, '{}', '{"hostname":"pi"}', 2, 2)`);
  await database.run(`INSERT INTO machine VALUES ('nas', 1, 'guid-nas', NULL, 'server', 1, 'online', 1, 9, 60, 1, 1),
    ('pi', 2, NULL, NULL, 'server', 1, 'online', 1, 9, 60, 1, 1)`);
  await migrate(database, { ...options, migrations });

  const devices = new DeviceRegistry({ database, tables: defineTables(database.sequelize), clock, log });
  await devices.load();

  const shown = devices.list().map(({ id, slug, aliases, guid }) => ({ id, slug, aliases, guid }));
  const [pin] = devices.identity(1)?.pins ?? [];
  expect([shown, pin?.by, devices.identity(2)?.claims.map(({ keys }) => keys), log.messages("warn")]).toEqual([
    [
      { id: 1, slug: "nas", aliases: [3], guid: "guid-nas" },
      { id: 2, slug: "pi", aliases: [], guid: null },
    ],
    "migration",
    [{ agentId: "pi" }],
    [],
  ]);
});
