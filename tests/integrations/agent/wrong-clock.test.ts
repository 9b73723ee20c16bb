import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub } from "../../support/test-hub.ts";

const minute = 60_000;
const year = 365 * 86_400_000;

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

/** A heartbeat now, of a clock that is so many milliseconds ahead. */
async function send(cpuPercent: number, ahead: number): Promise<void> {
  const time = new Date(clock.now() + ahead).toISOString();
  const metrics = { cpu_percent: cpuPercent };
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: time, sent_at: time, metrics }));
  clock.step(minute);
}

async function problems(): Promise<unknown[]> {
  const { body } = await hub.call<{ problems: { title: string; machine_id: string }[] }>("GET", "/problems");
  return body.problems.map(({ title, machine_id }) => [title, machine_id]);
}

async function skew(): Promise<unknown> {
  const { body } = await hub.call<{ states: { value: unknown }[] }>(
    "GET",
    "/states?entity_id=mediaserver.clock_skew_seconds",
  );
  return body.states[0]?.value;
}

async function samples(): Promise<unknown[]> {
  const query = "from=2026-01-15T12:00:00Z&to=2026-01-15T12:10:00Z&points=10";
  const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>(
    "GET",
    `/history?entity_id=mediaserver.cpu_percent&${query}`,
  );
  return (body.series[0]?.points ?? []).map(([, mean]) => mean).filter((mean) => mean !== null);
}

describe("a machine whose clock is a year wrong", () => {
  it.each([
    ["ahead", year],
    ["behind", -year],
  ])("%s works, is a problem with how much, and no longer once it is right", async (direction, ahead) => {
    await send(10, ahead);
    await send(20, ahead);
    const wrong = [await problems(), await skew()];
    await send(30, 0);
    await send(40, 0);
    const { body } = await hub.call("GET", "/machines/mediaserver");

    expect([wrong, await problems(), await skew(), await samples(), body["status"]]).toEqual([
      [[[`The clock of mediaserver is 365 days ${direction}`, "mediaserver"]], ahead / 1000],
      [],
      0,
      [10, 20, 30, 40],
      "online",
    ]);
  });

  it("is no problem any more once it is removed", async () => {
    await send(10, year);
    await hub.call("DELETE", "/machines/mediaserver?keep_history=false");

    expect(await problems()).toEqual([]);
  });
});
