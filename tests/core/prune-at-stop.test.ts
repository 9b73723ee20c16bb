import { rm } from "node:fs/promises";
import { expect, it } from "vitest";
import type { LogSpy } from "../support/log-spy.ts";
import { TestDatabase } from "../support/test-database.ts";
import { TestHub } from "../support/test-hub.ts";

it("a hub that stops while it deletes old readings stops cleanly", async () => {
  const store = await TestDatabase.open();
  await store.database.run(
    `INSERT INTO entity (series_id, id, key, device, integration, name, record)
      SELECT value, 'nas.' || value, value, 'nas', 'x', 'x', 'samples' FROM json_each($ids)`,
    { ids: JSON.stringify(Array.from({ length: 2000 }, (_, index) => index + 1)) },
  );
  await store.database.close();
  const hub = await TestHub.start({ dataFolder: store.folder });
  await hub.stop();
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
  const errors = (hub.log as LogSpy).messages("error");
  await rm(store.folder, { recursive: true, force: true });

  expect(errors).toEqual([]);
});
