import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Agent } from "../../agent/agent.ts";
import type { Heartbeat } from "../../agent/protocol.ts";
import { HttpReporter } from "../../agent/reporters/http.ts";
import type { SendOutcome } from "../../agent/reporters/reporter.ts";
import type { Clock, Undo } from "../../core/sdk/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { createOutboxAgent, type Measured } from "../support/outbox-agent.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** A clock that is wrong by so much, and gains a millisecond a second. */
class WrongClock implements Clock {
  readonly #right: FakeClock;
  readonly #error: number;

  constructor(right: FakeClock, error: number) {
    this.#right = right;
    this.#error = error;
  }

  now(): number {
    return this.#right.now() + this.#error + Math.round(this.#right.monotonic() / 1000);
  }

  monotonic(): number {
    return this.#right.monotonic();
  }

  after(milliseconds: number, task: () => void): Undo {
    return this.#right.after(milliseconds, task);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#right.sleep(milliseconds, signal);
  }

  deadline(milliseconds: number, signal?: AbortSignal): AbortSignal {
    return this.#right.deadline(milliseconds, signal);
  }
}

/** Loses the answer to what the hub has stored, when it is told to. */
class LossyReporter extends HttpReporter {
  losesAnswer = false;

  override async send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome> {
    const outcome = await super.send(heartbeats, signal);
    if (!this.losesAnswer) return outcome;
    this.losesAnswer = false;
    return { kind: "unavailable", reason: "the answer was lost", retryAfterSeconds: null };
  }
}

let clock: FakeClock;
let hub: TestHub;
let folder: string;
let agent: Agent;
let reporter: LossyReporter;
let measured: { readonly load: number; readonly at: number }[];

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  folder = await mkdtemp(path.join(tmpdir(), "wrong-clock-"));
  hub = await TestHub.start({ clock });
  measured = [];
});

afterEach(async () => {
  await agent.stop();
  await hub.remove();
  await rm(folder, { recursive: true });
});

function startAgent(error: number): void {
  const wrong = new WrongClock(clock, error);
  reporter = new LossyReporter({ hubUrl: hub.url, token: testKey, clock: wrong });
  const onMeasured = ([, load]: Measured) => void measured.push({ load, at: clock.now() });
  agent = createOutboxAgent({ number: 1, folder, clock: wrong, reporter: clock.holdFor(reporter), onMeasured });
  agent.start();
}

async function restartHub(away: number): Promise<void> {
  const { dataFolder, url } = hub;
  await hub.stop();
  await clock.advance(away);
  hub = await TestHub.start({ clock, dataFolder, listen: new URL(url).host });
}

async function recorded(): Promise<readonly Measured[]> {
  const range = "from=2024-01-01T00:00:00Z&to=2028-01-01T00:00:00Z&resolution=raw";
  const query = `/history?entity_id=pi-1.load_1m&${range}`;
  const { body } = await hub.call<{ series: { readings: Measured[] }[] }>("GET", query);
  return body.series[0]?.readings ?? [];
}

describe.each([
  ["a year slow", -year],
  ["a year fast", year],
  ["ten seconds fast, which counts as right,", 10_000],
])("an agent whose clock is %s", (_, error) => {
  it("has each reading once, near its true time, also when an answer is lost and the hub starts anew", async () => {
    startAgent(error);
    await clock.advance(3 * minute);
    reporter.losesAnswer = true;
    // Up to the moment at which the answer is lost, and not to the next attempt.
    await clock.advance(1_000);
    await restartHub(10 * minute);
    await clock.advance(3 * minute);
    const readings = await recorded();
    const { body } = await hub.call<{ machines: { status: string }[] }>("GET", "/machines");

    expect({
      loads: readings.map(([, load]) => load),
      isNear: readings.every(([at], index) => Math.abs(at - (measured[index]?.at ?? 0)) <= 12_000),
      statuses: body.machines.map(({ status }) => status),
    }).toEqual({
      loads: measured.map(({ load }) => load),
      isNear: true,
      statuses: ["online"],
    });
  });
});
