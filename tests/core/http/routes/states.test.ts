import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeAll(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
  for (const cpu of [10, 20, 60]) {
    const time = new Date(clock.now()).toISOString();
    const { metrics } = sampleHeartbeat();
    const heartbeat = sampleHeartbeat({ timestamp: time, sent_at: time, metrics: { ...metrics, cpu_percent: cpu } });
    await hub.call("POST", "/agents/heartbeat", heartbeat);
    clock.step(60_000);
  }
});

afterAll(() => hub.remove());

interface StateList {
  readonly states: readonly { readonly id: string }[];
  readonly total: number;
}

const ids = async (query: string) => {
  const { body } = await hub.call<StateList>("GET", `/states${query}`);
  return [body.total, ...body.states.map(({ id }) => id)];
};

describe("the states", () => {
  it("are shown with their entity", async () => {
    const { body } = await hub.call<StateList>("GET", "/states?entity_id=mediaserver.cpu_percent");

    expect(body).toEqual({
      states: [
        {
          id: "mediaserver.cpu_percent",
          device: "mediaserver",
          key: "cpu_percent",
          instance: null,
          name: "CPU",
          unit: "%",
          value: 60,
          available: true,
          changed_at: "2026-01-15T12:02:00.000Z",
          updated_at: "2026-01-15T12:02:00.000Z",
          attributes: {},
        },
      ],
      total: 1,
    });
  });

  it("are chosen by id, device or key, several at once", async () => {
    const all = await ids("");

    expect([
      await ids("?entity_id=mediaserver.cpu_percent&entity_id=*.load_1m"),
      await ids("?entity_id=*.filesystem_percent"),
      await ids("?entity_id=nobody.*"),
      await ids("?entity_id=mediaserver.*"),
    ]).toEqual([
      [2, "mediaserver.cpu_percent", "mediaserver.load_1m"],
      [2, "mediaserver.filesystem_percent._2f", "mediaserver.filesystem_percent._2fmnt_2fpool"],
      [0],
      all,
    ]);
  });

  it.each(["?entity_id=", "?entity_id=n*s.cpu", `?entity_id=${"x".repeat(601)}`])(
    "cannot be chosen by %s",
    async (query) => {
      const { status, body } = await hub.call<{ detail: { field: string } }>("GET", `/states${query}`);

      expect([status, body.detail.field]).toEqual([422, expect.stringMatching(/^entity_id/)]);
    },
  );
});
