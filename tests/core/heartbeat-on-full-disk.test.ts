import { expect, it } from "vitest";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { TestDatabase } from "../support/test-database.ts";
import { TestHub } from "../support/test-hub.ts";

it("a new machine's heartbeat on a full disk is told to come again", async () => {
  const store = await TestDatabase.open();
  await store.breakInserts("claim");
  await store.database.close();
  const hub = await TestHub.start({ dataFolder: store.folder });
  const { status, headers } = await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
  await hub.remove();

  expect([status, headers.has("retry-after")]).toEqual([503, true]);
});
