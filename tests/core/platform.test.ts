import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../core/errors.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { LogSpy } from "../support/log-spy.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { makeFolder } from "../support/test-database.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const run = promisify(execFile);

let folder: string;
let hubs: TestHub[];

beforeEach(async () => {
  folder = await makeFolder();
  hubs = [];
});

afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof TestHub.start>[0] = {}): Promise<TestHub> {
  const hub = await TestHub.start({ dataFolder: folder, ...options });
  hubs.push(hub);
  return hub;
}

const refusal = (options = {}) => start(options).catch((error) => error);
const withoutLocalAgent = "integrations:\n  agent:\n    local: false\n";

/** A process that starts a hub, uses it, stops it, and ends when nothing keeps it alive any more. */
async function runUntilNothingIsLeft(): Promise<string> {
  const program = `
    import { EventStream } from "./tests/support/event-stream.ts";
    import { sampleHeartbeat } from "./tests/support/sample-heartbeat.ts";
    import { TestHub } from "./tests/support/test-hub.ts";
    import net from "node:net";
    const hub = await TestHub.start({ dataFolder: ${JSON.stringify(folder)} });
    const port = Number(new URL(hub.url).port);
    const headers = { "X-API-Key": ${JSON.stringify(testKey)} };
    const idle = net.connect(port, "127.0.0.1");
    const stream = await EventStream.open({ port, headers });
    const now = new Date().toISOString();
    await hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: now, sent_at: now }));
    await hub.stop();
    await stream.closed();
    process.stdout.write([...hub.log.messages("error"), ...hub.log.messages("warn"), "stopped"].join());`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);
  return stdout;
}

describe("a hub", () => {
  it("leaves nothing open when it stops, though a page listens and agents keep their connections", async () => {
    expect(await runUntilNothingIsLeft()).toBe("stopped");
  });

  it("leaves no timer behind on its clock, nor anything in its log, when it stops", async () => {
    const clock = new FakeClock();
    const hub = await start({ clock });
    await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
    await clock.advance(120_000);
    await hub.stop();

    expect([clock.pending, (hub.log as LogSpy).messages("error")]).toEqual([0, []]);
  });

  it("can be stopped twice", async () => {
    const hub = await start();
    await hub.stop();

    await expect(hub.stop()).resolves.toBeUndefined();
  });

  it("keeps a second one off its data folder, and is not disturbed by it", async () => {
    const hub = await start();
    const error = await refusal();
    const health = await hub.call("GET", "/system/health");

    expect([error, error.message, health.body["database"]]).toEqual([
      expect.any(StartError),
      expect.stringMatching(/^Another hub is running on this data folder/),
      "ok",
    ]);
  });

  it("lets the next one in as soon as it has stopped", async () => {
    await (await start()).stop();

    expect((await (await start()).call("GET", "/system/health")).status).toBe(200);
  });

  it("knows its machines, their history, its entities and its sessions again after a restart", async () => {
    const clock = new FakeClock("2026-01-15T12:00:00Z");
    const first = await start({ clock });
    await first.call("POST", "/agents/heartbeat", sampleHeartbeat());
    const login = await first.call("POST", "/auth/login", { key: testKey }, {});
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    const history = "/history?entity_id=*.cpu_percent&from=2026-01-15T11:59:00Z&to=2026-01-15T12:01:00Z";
    const before = [await first.call("GET", "/machines/mediaserver"), await first.call("GET", history)];
    await first.stop();

    const second = await start({ clock: new FakeClock("2026-01-15T12:00:30Z") });
    const after = [await second.call("GET", "/machines/mediaserver"), await second.call("GET", history)];
    const session = await second.call("GET", "/auth/session", undefined, { Cookie: cookie });

    const withoutMetrics = ({ body: { latest_metrics: _, ...rest } }: { body: Record<string, unknown> }) => rest;
    expect([after.map(withoutMetrics), session.body["authenticated"]]).toEqual([before.map(withoutMetrics), true]);
  });

  it("gives a machine's entities the series that they had", async () => {
    const heartbeat = (second: number) => {
      const time = `2026-01-15T12:00:0${second}.000Z`;
      return sampleHeartbeat({ timestamp: time, sent_at: time });
    };
    const first = await start({ clock: new FakeClock("2026-01-15T12:00:00Z") });
    await first.call("POST", "/agents/heartbeat", heartbeat(0));
    await first.stop();
    const second = await start({ clock: new FakeClock("2026-01-15T12:00:05Z") });
    await second.call("POST", "/agents/heartbeat", heartbeat(5));

    const range = "from=2026-01-15T12:00:00Z&to=2026-01-15T12:00:10Z&points=2";
    const { body } = await second.call<{ series: { points: unknown[][] }[] }>(
      "GET",
      `/history?entity_id=*.cpu_percent&${range}`,
    );

    expect(body.series.map(({ points }) => points.map(([, mean]) => mean))).toEqual([[45.2, 45.2]]);
  });

  it("judges no machine before a full period has passed since its start", async () => {
    const first = await start({ clock: new FakeClock("2026-01-15T12:00:00Z") });
    await first.call("POST", "/agents/heartbeat", sampleHeartbeat());
    await first.stop();
    const clock = new FakeClock("2026-01-16T12:00:00Z");
    const second = await start({ clock });
    const status = async () => (await second.call("GET", "/machines/mediaserver")).body["status"];
    await clock.advance(180_000);
    const atLast = await status();
    await clock.advance(20_000);

    expect([atLast, await status()]).toEqual(["online", "offline"]);
  });
});

describe("a start that is refused", () => {
  it.each([
    ["the database", "homelabcmd.db", /^The database .+ cannot be used/],
    ["the lock file", "hub.lock", /^The lock file .+ cannot be used/],
  ])("because %s is damaged keeps nothing, and the next one works once it is repaired", async (_, name, message) => {
    const file = path.join(folder, name);
    await writeFile(file, "x".repeat(9999));
    const error = await refusal();
    await rm(file);

    expect([error, error.exitCode, error.message, (await start()).url]).toEqual([
      expect.any(StartError),
      1,
      expect.stringMatching(message),
      expect.any(String),
    ]);
  });

  it("because of the configuration names every mistake, and touches nothing", async () => {
    const error = await refusal({ config: "hub:\n  nmae: x\nintegrations:\n  agent:\n    local: perhaps\n" });

    expect([error, error.exitCode, error.message]).toEqual([
      expect.any(StartError),
      2,
      expect.stringMatching(/config\.yaml:2:3.*nmae[\s\S]*config\.yaml:5:\d+.*local/),
    ]);
  });

  it("because the port is taken says so, and lets go of the data folder", async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as net.AddressInfo;
    const error = await refusal({ listen: `127.0.0.1:${port}` });
    await new Promise((resolve) => blocker.close(resolve));

    expect([error, error.message, (await start({ config: withoutLocalAgent })).url]).toEqual([
      expect.any(StartError),
      expect.stringMatching(
        new RegExp(`^Port ${port} is taken: another program listens on 127\\.0\\.0\\.1:${port}\\.\n`),
      ),
      expect.any(String),
    ]);
  });
});
