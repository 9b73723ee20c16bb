import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const config = `
recorder:
  keep_days: 90
  exceptions:
    - entities: ["*.load_1m"]
      keep_days: 7
integrations:
  agent:
    local: false
`;

let hub: TestHub;

beforeAll(async () => {
  hub = await TestHub.start({ clock: new FakeClock(), config });
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
});

afterAll(() => hub.remove());

interface WireEntity {
  readonly id: string;
  readonly keep_days: number | null;
  readonly effective_keep_days: number | null;
}

const change = (id: string, body: object) => hub.call<WireEntity>("PATCH", `/entities/mediaserver.${id}`, body);

describe("an entity", () => {
  it("is shown without anything internal", async () => {
    const { body } = await change("memory_percent", {});

    expect(body).toEqual({
      id: "mediaserver.memory_percent",
      device: "mediaserver",
      key: "memory_percent",
      instance: null,
      name: "Memory",
      original_name: "Memory",
      unit: "%",
      integration: "agent",
      record: "samples",
      is_hidden: false,
      keep_days: null,
      effective_keep_days: 90,
    });
  });

  it("says how long its readings are kept, by whichever word counts", async () => {
    const { body } = await hub.call<{ entities: readonly WireEntity[] }>("GET", "/entities");
    const keepDays = Object.fromEntries(body.entities.map(({ id, effective_keep_days: days }) => [id, days]));

    expect(["cpu_percent", "load_1m", "boot_time"].map((key) => keepDays[`mediaserver.${key}`])).toEqual([90, 7, null]);
  });

  it("is kept for the time that its user says, until he takes that back", async () => {
    const answers = [await change("load_1m", { keep_days: 400 }), await change("load_1m", { name: "Load" })];
    answers.push(await change("load_1m", { keep_days: null }));

    expect(answers.map(({ status, body }) => [status, body.keep_days, body.effective_keep_days])).toEqual([
      [200, 400, 400],
      [200, 400, 400],
      [200, null, 7],
    ]);
  });

  it.each([0, -1, 1.5, 36_501, "7", true])("is not kept for %j days", async (keepDays) => {
    const { status, body } = await hub.call("PATCH", "/entities/mediaserver.cpu_percent", { keep_days: keepDays });

    expect([status, body["detail"]]).toEqual([422, expect.objectContaining({ field: "keep_days" })]);
  });
});
