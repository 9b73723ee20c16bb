import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

interface Reported {
  readonly cpu: number;
  readonly isUp: boolean;
}

/** One heartbeat; `late` minutes old when it is sent. */
async function report({ cpu, isUp }: Reported, late = 0): Promise<void> {
  const sample = sampleHeartbeat();
  const timestamp = new Date(clock.now() - late * 60_000).toISOString();
  const interfaces = (sample.network_interfaces ?? []).map((one) => ({ ...one, is_up: isUp }));
  const metrics = { ...sample.metrics, cpu_percent: cpu };
  const sentAt = new Date(clock.now()).toISOString();
  await hub.call("POST", "/agents/heartbeat", {
    ...sample,
    timestamp,
    sent_at: sentAt,
    metrics,
    network_interfaces: interfaces,
  });
}

beforeAll(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
  for (const reported of [
    { cpu: 10, isUp: true },
    { cpu: 20, isUp: true },
    { cpu: 60, isUp: false },
  ]) {
    await report(reported);
    clock.step(60_000);
  }
});

afterAll(() => hub.remove());

interface History {
  readonly from: string;
  readonly to: string;
  readonly bucket_seconds: number | null;
  readonly series: readonly {
    readonly points?: readonly unknown[];
    readonly readings?: readonly unknown[];
  }[];
}

interface ChangeLog {
  readonly entities: readonly {
    readonly entity_id: string;
    readonly changes: readonly { readonly at: string; readonly value: unknown }[];
  }[];
}

interface Refusal {
  readonly detail: { readonly code: string; readonly field: string };
}

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
            kind: "samples",
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

  it("has ranges of up to a year", async () => {
    const { body } = await hub.call<History>("GET", "/history?entity_id=*.cpu_percent&range=1y&points=100");

    expect([body.from, body.to, body.bucket_seconds, body.series[0]?.points?.at(-1)]).toEqual([
      "2025-01-12T16:00:00.000Z",
      "2026-01-15T12:03:00.000Z",
      88 * 3600,
      [Date.parse("2026-01-14T08:00:00Z"), 30, 10, 60],
    ]);
  });

  it("is shown as it was recorded, when that is asked for", async () => {
    const range = "from=2026-01-15T12:00:00Z&to=2026-01-15T12:02:00Z";
    const { body } = await hub.call("GET", `/history?entity_id=mediaserver.cpu_percent&resolution=raw&${range}`);

    expect(body).toEqual({
      from: "2026-01-15T12:00:00.000Z",
      to: "2026-01-15T12:02:00.000Z",
      bucket_seconds: null,
      series: [
        {
          entity_id: "mediaserver.cpu_percent",
          unit: "%",
          kind: "samples",
          readings: [
            [noon, 10],
            [noon + 60_000, 20],
          ],
        },
      ],
    });
  });

  it("of a very long time in which there is nothing is soon answered", async () => {
    const range = "from=1970-01-01T00:00:00Z&to=2199-12-31T00:00:00Z";
    const [raw, buckets] = await Promise.all([
      hub.call<History>("GET", `/history?entity_id=*.cpu_percent&resolution=raw&${range}`),
      hub.call<History>("GET", `/history?entity_id=*.cpu_percent&points=1&${range}`),
    ]);

    expect([raw.body.series[0]?.readings?.length, buckets.body.series[0]?.points]).toEqual([
      3,
      [[expect.any(Number), 30, 10, 60]],
    ]);
  });

  it("refuses more ids than an address has room for", async () => {
    const { status } = await hub.call("GET", `/history?${"entity_id=a.b&".repeat(10_000)}`);

    expect(status).toBe(431);
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
    ["entity_id=a&to=2026-01-15T12:00:00%2B01", "to"],
    ["entity_id=a&from=0000-01-01T00:00:00Z", "from"],
    ["entity_id=a&to=9999-12-31T00:00:00Z", "to"],
    ["entity_id=a&from=%2B275760-09-13T00:00:00Z", "from"],
    ["entity_id=a&from=NaN", "from"],
    ["entity_id=a&resolution=1m", "resolution"],
  ])("refuses ?%s and names the field", async (query, field) => {
    const { status, body } = await hub.call<Refusal>("GET", `/history?${query}`);

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

describe("the log of changes", () => {
  const link = "entity_id=mediaserver.interface_up.eth0";

  it("says what there was at the begin, and what it became", async () => {
    const { status, body } = await hub.call("GET", `/history/changes?${link}&from=2026-01-15T12:01:00Z`);

    expect([status, body]).toEqual([
      200,
      {
        from: "2026-01-15T12:01:00.000Z",
        to: "2026-01-15T12:03:00.000Z",
        entities: [
          {
            entity_id: "mediaserver.interface_up.eth0",
            is_complete: true,
            changes: [
              { at: "2026-01-15T12:00:00.000Z", value: true, available: true },
              { at: "2026-01-15T12:02:00.000Z", value: false, available: true },
            ],
          },
        ],
      },
    ]);
  });

  it("ends where it was told to, and says so", async () => {
    const { body } = await hub.call<ChangeLog>("GET", `/history/changes?${link}&limit=1`);

    expect(body.entities).toEqual([
      {
        entity_id: "mediaserver.interface_up.eth0",
        is_complete: false,
        changes: [{ at: "2026-01-15T12:00:00.000Z", value: true, available: true }],
      },
    ]);
  });

  it("has several entities at once, and none that is recorded as numbers", async () => {
    const { body } = await hub.call<ChangeLog>("GET", "/history/changes?entity_id=mediaserver.*");

    expect(body.entities.map(({ entity_id: id, changes }) => [id, changes.length])).toEqual([
      ["mediaserver.boot_time", 1],
      ["mediaserver.reboot_required", 1],
      ["mediaserver.clock_skew_seconds", 1],
      ["mediaserver.interface_up.eth0", 2],
    ]);
  });

  it.each([
    ["", "entity_id"],
    ["entity_id=*.*", "entity_id"],
    ["entity_id=a&limit=0", "limit"],
    ["entity_id=a&limit=10001", "limit"],
    ["entity_id=a&range=2h", "range"],
    ["entity_id=a&from=2026-01-16T00:00:00Z", "from"],
  ])("refuses ?%s and names the field", async (query, field) => {
    const { status, body } = await hub.call<Refusal>("GET", `/history/changes?${query}`);

    expect([status, body.detail.code, body.detail.field]).toEqual([422, "VALIDATION_ERROR", field]);
  });

  it.each(["/history", "/history/changes"])(
    "is refused for more than 1,000 choices at %s, and none is left out",
    async (path) => {
      const ask = (count: number) =>
        hub.call<Refusal>("GET", `${path}?${new Array(count).fill("entity_id=a.b").join("&")}`);
      const [most, tooMany] = [await ask(1000), await ask(1001)];

      expect([most.status, tooMany.status, tooMany.body.detail]).toEqual([
        200,
        422,
        expect.objectContaining({ code: "VALIDATION_ERROR", field: "entity_id" }),
      ]);
    },
  );

  it("takes in what came late, at its own time", async () => {
    clock.step(20 * 60_000);
    for (const late of [19, 18, 17]) await report({ cpu: 1, isUp: late < 19 }, late);
    await report({ cpu: 1, isUp: true });

    const { body } = await hub.call<ChangeLog>("GET", `/history/changes?${link}&from=2026-01-15T12:02:00Z`);
    expect(body.entities[0]?.changes.map(({ at, value }) => [at, value])).toEqual([
      ["2026-01-15T12:02:00.000Z", false],
      ["2026-01-15T12:05:00.000Z", true],
    ]);
  });
});
