import fc from "fast-check";
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

describe("the history", () => {
  const noon = Date.parse("2026-01-15T12:00:00Z");

  it("is downsampled to the points asked for, with gaps", async () => {
    const range = "from=2026-01-15T12:00:00Z&to=2026-01-15T12:06:00Z&points=3";
    const { status, body } = await hub.call("GET", `/history?entity_id=mediaserver.cpu_percent&${range}`);

    expect([status, body]).toEqual([
      200,
      {
        from: "2026-01-15T12:00:00.000Z",
        to: "2026-01-15T12:06:00.000Z",
        bucket_seconds: 120,
        series: [
          {
            entity_id: "mediaserver.cpu_percent",
            unit: "%",
            points: [
              [noon, 15, 10, 20],
              [noon + 120_000, 60, 60, 60],
              [noon + 240_000, null, null, null],
            ],
          },
        ],
      },
    ]);
  });

  it("covers the last hour unless something else is said", async () => {
    const { body } = await hub.call("GET", "/history?entity_id=*.cpu_percent");

    expect([body["from"], body["to"], body["bucket_seconds"]]).toEqual([
      "2026-01-15T11:03:00.000Z",
      "2026-01-15T12:03:00.000Z",
      12,
    ]);
  });

  it("has no series for what is not recorded", async () => {
    const { body } = await hub.call("GET", "/history?entity_id=mediaserver.boot_time&entity_id=nobody.*");

    expect(body["series"]).toEqual([]);
  });

  it.each([
    ["", "entity_id"],
    ["entity_id=*", "entity_id"],
    ["entity_id=a&range=2h", "range"],
    ["entity_id=a&points=0", "points"],
    ["entity_id=a&points=2001", "points"],
    ["entity_id=a&points=1.5", "points"],
    ["entity_id=a&from=yesterday", "from"],
    ["entity_id=a&from=2026-01-15T12:00:00Z&to=2026-01-15T12:00:00Z", "from"],
    ["entity_id=a&from=2016-12-31T23:59:60Z", "from"],
    ["entity_id=a&to=2026-01-15T12:00:00%2B01", "from"],
  ])("refuses ?%s and names the field", async (query, field) => {
    const { status, body } = await hub.call<{ detail: { code: string; field: string } }>("GET", `/history?${query}`);

    expect([status, body.detail.code, body.detail.field]).toEqual([422, "VALIDATION_ERROR", field]);
  });

  it("never fails on any query that one can think of", async () => {
    const time = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom("2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31t23:59:59.999999999-23:59", ""),
    );
    const query = fc.record(
      {
        entity_id: fc.oneof(fc.constantFrom("*.cpu_percent", "mediaserver.*"), fc.string({ unit: "binary" })),
        from: time,
        to: time,
        points: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.string()),
      },
      { requiredKeys: ["entity_id"] },
    );

    await fc.assert(
      fc.asyncProperty(query, async (fields) => {
        const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
        const { status } = await hub.call("GET", `/history?${new URLSearchParams(texts)}`);

        expect([200, 422]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });
});
