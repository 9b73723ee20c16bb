import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseConfig } from "../../../agent/config.ts";
import { openUpdates } from "../../../agent/update/open-updates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

const variable = "HOMELAB_AGENT_UPDATES";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "open-updates-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Whether the agent takes updates, and what it says in its log. */
async function open(setting: string, place: string | undefined) {
  vi.stubEnv(variable, place);
  const log = new LogSpy();
  const file = parseConfig(`hub_url: http://hub.lan\napi_token: abc\n${setting}\n`, path.join(folder, "config.yaml"));
  const { updates, stop } = await openUpdates(file, { host: new FixtureHost("bare"), clock: new FakeClock(), log });
  await stop();
  return [updates.report().agent_updates_enabled, log.lines];
}

describe("an agent", () => {
  test("takes no updates unless its config says so", async () => {
    const place = path.join(folder, "update");

    expect([await open("", place), await open("updates: off", place), await open("updates: enabled", place)]).toEqual([
      [false, []],
      [false, []],
      [true, []],
    ]);
  });

  test("takes none where nothing would start it again, and says what to do", async () => {
    expect(await open("updates: enabled", undefined)).toEqual([
      false,
      [expect.stringMatching(/^warn: Updates are enabled, but .*; run install\.sh --upgrade once$/)],
    ]);
  });

  test("reports all the same when its folder for updates cannot be used", async () => {
    const place = path.join(folder, "file");
    await writeFile(place, "in the way");

    expect(await open("updates: enabled", place)).toEqual([
      false,
      [expect.stringMatching(/^error: .*there are none$/)],
    ]);
  });
});
