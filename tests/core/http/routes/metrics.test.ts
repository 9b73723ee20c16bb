import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");

let hub: TestHub;

beforeAll(async () => {
  const clock = new FakeClock(noon);
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

interface Metrics {
  readonly series: readonly { readonly metric: string; readonly instance: string | null }[];
}

interface Refusal {
  readonly detail: { readonly code: string; readonly message: string; readonly field?: string };
}

const range = "from=2026-01-15T12:00:00Z&to=2026-01-15T12:06:00Z";

describe("the metrics of a machine", () => {
  it.each(["machines", "servers"])("are shown by their names, below /%s", async (root) => {
    const query = `metric=cpu_percent&metric=filesystem_percent&points=2&${range}`;
    const { status, body } = await hub.call("GET", `/${root}/mediaserver/metrics?${query}`);

    const filesystem = { metric: "filesystem_percent", unit: "%", kind: "samples" };
    const half = noon + 180_000;
    expect([status, body]).toEqual([
      200,
      {
        server_id: "mediaserver",
        range: null,
        resolution: "buckets",
        total_points: 2,
        data_points: [
          { timestamp: "2026-01-15T12:00:00.000Z", cpu_percent: 30 },
          { timestamp: "2026-01-15T12:03:00.000Z", cpu_percent: null },
        ],
        from: "2026-01-15T12:00:00.000Z",
        to: "2026-01-15T12:06:00.000Z",
        bucket_seconds: 180,
        series: [
          {
            metric: "cpu_percent",
            instance: null,
            entity_id: "mediaserver.cpu_percent",
            unit: "%",
            kind: "samples",
            points: [
              [noon, 30, 10, 60],
              [half, null, null, null],
            ],
          },
          {
            ...filesystem,
            instance: "/",
            entity_id: "mediaserver.filesystem_percent._2f",
            points: [
              [noon, 35.9, 35.9, 35.9],
              [half, null, null, null],
            ],
          },
          {
            ...filesystem,
            instance: "/mnt/pool",
            entity_id: "mediaserver.filesystem_percent._2fmnt_2fpool",
            points: [
              [noon, 82, 82, 82],
              [half, null, null, null],
            ],
          },
        ],
      },
    ]);
  });

  it("are all that come once, when none is named", async () => {
    const { body } = await hub.call<Metrics>("GET", "/machines/mediaserver/metrics");

    expect([
      body.series.some(({ metric }) => metric === "memory_percent"),
      body.series.filter(({ instance }) => instance !== null),
      body.series.filter(({ metric }) => metric === "boot_time"),
    ]).toEqual([true, [], []]);
  });

  it("are shown as they were recorded, when that is asked for", async () => {
    const query = `metric=cpu_percent&resolution=raw&${range}`;
    const { body } = await hub.call("GET", `/machines/mediaserver/metrics?${query}`);

    expect([body["bucket_seconds"], body["data_points"], body["series"]]).toEqual([
      null,
      [10, 20, 60].map((cpu_percent, minute) => {
        return { timestamp: `2026-01-15T12:0${minute}:00.000Z`, cpu_percent };
      }),
      [
        {
          metric: "cpu_percent",
          instance: null,
          entity_id: "mediaserver.cpu_percent",
          unit: "%",
          kind: "samples",
          readings: [
            [noon, 10],
            [noon + 60_000, 20],
            [noon + 120_000, 60],
          ],
        },
      ],
    ]);
  });

  it("that it does not record are refused, with those that it does", async () => {
    const { status, body } = await hub.call<Refusal>("GET", "/machines/mediaserver/metrics?metric=gpu_percent");

    expect([status, body.detail]).toEqual([
      422,
      {
        code: "VALIDATION_ERROR",
        message: expect.stringMatching(/^'mediaserver' does not record "gpu_percent"; it records cpu_percent, /),
        field: "metric",
      },
    ]);
  });

  it.each(["metrics", "metrics/sparkline", "metrics/export"])("of no machine are not found: %s", async (resource) => {
    const { status, body } = await hub.call<Refusal>("GET", `/machines/nobody/${resource}`);

    expect([status, body.detail.code]).toEqual([404, "NOT_FOUND"]);
  });

  it.each([
    ["metrics?range=2h", "range"],
    ["metrics?points=2001", "points"],
    ["metrics?metric=cpu%20percent", "metric.0"],
    ["metrics?from=2026-01-16T00:00:00Z", "from"],
    ["metrics/sparkline?metric=boot_time", "metric"],
    ["metrics/sparkline?metric=filesystem_percent", "metric"],
    ["metrics/sparkline?points=501", "points"],
    ["metrics/export?format=xlsx", "format"],
    ["metrics/export?resolution=2h", "resolution"],
  ])("refuse %s and name the field", async (resource, field) => {
    const { status, body } = await hub.call<Refusal>("GET", `/machines/mediaserver/${resource}`);

    expect([status, body.detail.code, body.detail.field]).toEqual([422, "VALIDATION_ERROR", field]);
  });
});

describe("a sparkline", () => {
  it("has the means alone", async () => {
    const { status, body } = await hub.call("GET", `/machines/mediaserver/metrics/sparkline?points=3&${range}`);

    expect([status, body]).toEqual([
      200,
      {
        server_id: "mediaserver",
        metric: "cpu_percent",
        from: "2026-01-15T12:00:00.000Z",
        period: null,
        bucket_seconds: 120,
        data: [15, 60, null].map((value, index) => ({ timestamp: `2026-01-15T12:0${2 * index}:00.000Z`, value })),
      },
    ]);
  });

  it("covers a day in 48 values unless something else is said", async () => {
    const { body } = await hub.call<{ period: string; data: { value: unknown }[] }>(
      "GET",
      "/machines/mediaserver/metrics/sparkline",
    );

    expect([body.period, body.data.length, body.data.at(-1)?.value]).toEqual(["24h", 49, 30]);
  });
});
