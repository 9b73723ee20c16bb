import { once } from "node:events";
import http from "node:http";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

const day = 86_400_000;
const days = 30;
const interval = 20 * 60_000;
const end = Date.parse("2026-01-15T12:00:00Z");
const start = end - days * day;

let hub: TestHub;
/** What was reported: moment, CPU, and the pool's fill, each time. */
const reported: (readonly [at: number, cpu: number, pool: number])[] = [];

function heartbeatAt(at: number, cpu: number, pool: number): Heartbeat {
  const sample = sampleHeartbeat();
  const filesystems = (sample.filesystems ?? []).map((one) => ({
    ...one,
    percent: one.mount_point === "/" ? 1 : pool,
  }));
  const metrics = { ...sample.metrics, cpu_percent: cpu };
  return {
    ...sample,
    timestamp: new Date(at).toISOString(),
    sent_at: new Date(end).toISOString(),
    metrics,
    filesystems,
  };
}

beforeAll(async () => {
  hub = await TestHub.start({ clock: new FakeClock(end) });
  for (let at = start; at < end; at += interval) {
    reported.push([at, Math.round(500 + 400 * Math.sin(at / 1e7)) / 10, (reported.length % 1000) / 10]);
  }
  for (let index = 0; index < reported.length; index += 500) {
    const heartbeats = reported.slice(index, index + 500).map(([at, cpu, pool]) => heartbeatAt(at, cpu, pool));
    await hub.call("POST", "/agents/heartbeat", heartbeats);
  }
});

afterAll(() => hub.remove());

const path = "/machines/mediaserver/metrics/export";
const month = `from=${new Date(start).toISOString()}&to=${new Date(end).toISOString()}`;

describe("an export of 30 days", () => {
  it("in CSV has exactly what was reported", async () => {
    const query = `${month}&metric=cpu_percent&metric=filesystem_percent`;
    const { status, headers, body } = await hub.call<string>("GET", `${path}?${query}`);

    const line = (metric: string, instance: string) => {
      return ([at, value]: readonly [number, number]) =>
        `${new Date(at).toISOString()},${metric},${instance},%,${value}`;
    };
    const [head, ...lines] = body.split("\r\n");
    expect([
      status,
      headers.get("content-type"),
      headers.get("content-disposition"),
      head,
      lines.filter((text) => text.includes("cpu_percent")),
      lines.filter((text) => text.includes("/mnt/pool")),
      lines.length,
    ]).toEqual([
      200,
      "text/csv; charset=utf-8; header=present",
      'attachment; filename="mediaserver-2025-12-16-to-2026-01-15.csv"',
      "time,metric,instance,unit,value",
      reported.map(([at, cpu]) => line("cpu_percent", "")([at, cpu])),
      reported.map(([at, , pool]) => line("filesystem_percent", "/mnt/pool")([at, pool])),
      reported.length * 3 + 1,
    ]);
  });

  it("in JSON has exactly what was reported", async () => {
    const { headers, body } = await hub.call<unknown>("GET", `${path}?${month}&metric=cpu_percent&format=json`);

    expect([headers.get("content-disposition"), body]).toEqual([
      'attachment; filename="mediaserver-2025-12-16-to-2026-01-15.json"',
      reported.map(([at, value]) => ({
        time: new Date(at).toISOString(),
        metric: "cpu_percent",
        instance: null,
        unit: "%",
        value,
      })),
    ]);
  });

  it("in hours has their mean, lowest and highest", async () => {
    const { body } = await hub.call<string>("GET", `${path}?${month}&metric=cpu_percent&resolution=1h`);
    const [head, first = "", ...others] = body.split("\r\n");

    const hour = reported.slice(0, 3).map(([, cpu]) => cpu);
    const mean = Number(first.split(",")[4]);
    const sum = hour.reduce((total, value) => total + value, 0);
    expect([head, first.split(",").slice(0, 4), first.split(",").slice(5), others.length]).toEqual([
      "time,metric,instance,unit,mean,min,max",
      [new Date(start).toISOString(), "cpu_percent", "", "%"],
      [String(Math.min(...hour)), String(Math.max(...hour))],
      days * 24,
    ]);
    expect(mean).toBeCloseTo(sum / 3, 9);
  });

  it("of a time without readings is an empty file", async () => {
    const { body } = await hub.call<string>("GET", `${path}?from=1970-01-01T00:00:00Z&to=2025-01-01T00:00:00Z`);

    expect(body).toBe("time,metric,instance,unit,value\r\n");
  });

  it("that its client stops half way leaves the hub as it was", async () => {
    const headers = { "X-API-Key": testKey };
    const request = http.get(`${hub.url}/api/v1${path}?${month}`, { headers, agent: false });
    const [response] = await once(request, "response");
    await once(response, "readable");
    request.destroy();
    await setImmediate();

    const { status } = await hub.call("GET", `${path}?range=1h`);
    expect([status, "messages" in hub.log ? hub.log.messages("error") : []]).toEqual([200, []]);
  });
});
