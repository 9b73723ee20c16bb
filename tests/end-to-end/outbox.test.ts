import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Agent } from "../../agent/agent.ts";
import { HttpReporter } from "../../agent/reporters/http.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { createOutboxAgent, type Measured, outboxOf } from "../support/outbox-agent.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const minute = 60_000;
const size = 50;
/** Seven thousand measurements, on a machine that may be small. */
const slow = { timeout: 300_000 };
const program = path.resolve(import.meta.dirname, "../support/outbox-agent-process.ts");
/** Each agent's hour is more than one request then. */
const config = "integrations: { agent: { local: false, heartbeat_interval_seconds: 30 } }\n";

let clock: FakeClock;
let hub: TestHub;
let folder: string;
let agents: Map<number, Agent>;
let measured: Measured[][];
let child: ChildProcess | undefined;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  folder = await mkdtemp(path.join(tmpdir(), "outbox-fleet-"));
  hub = await TestHub.start({ clock, config });
  agents = new Map();
  measured = Array.from({ length: size }, () => []);
  for (let number = 0; number < size; number++) startAgent(number);
});

afterEach(async () => {
  child?.kill("SIGKILL");
  for (const agent of agents.values()) await agent.stop();
  await hub.remove();
  await rm(folder, { recursive: true });
});

function startAgent(number: number, first = 1): void {
  const reporter = clock.holdFor(new HttpReporter({ hubUrl: hub.url, token: testKey, clock }));
  const onMeasured = (one: Measured) => void measured[number]?.push(one);
  const random = () => ((number * 7) % size) / size;
  const agent = createOutboxAgent({ number, folder, clock, reporter, onMeasured, first, random });
  agents.set(number, agent);
  agent.start();
}

async function stopAgent(number: number): Promise<void> {
  await agents.get(number)?.stop();
  agents.delete(number);
}

/** Runs an agent's process on the outbox of that number until it has heard, or not heard, so many batches. */
async function runProcess(
  number: number,
  orders: { readonly first: number; readonly deafFrom: number },
  batches: number,
) {
  const all = { ...orders, number, folder, hubUrl: hub.url, token: testKey, now: clock.now() + orders.first };
  const agent = spawn(process.execPath, [program, JSON.stringify(all)], { stdio: ["ignore", "pipe", "inherit"] });
  child = agent;
  for await (const line of createInterface({ input: agent.stdout })) {
    const said: { measured?: Measured; batch?: number } = JSON.parse(line);
    if (said.measured) measured[number]?.push(said.measured);
    if (said.batch === batches) break;
  }
  return agent;
}

async function end(agent: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(agent, "exit");
  agent.kill(signal);
  await ended;
}

interface MachineBody {
  readonly id: string;
  readonly status: string;
  readonly status_changed_at: string;
  readonly is_paused: boolean;
  readonly paused_at: string | null;
}

/** What a machine is, and since when. */
async function standing(): Promise<Record<string, unknown>> {
  const { body } = await hub.call<{ machines: MachineBody[] }>("GET", "/machines");
  return Object.fromEntries(
    body.machines.map(({ id, status, status_changed_at, is_paused, paused_at }) => [
      id,
      { status, status_changed_at, is_paused, paused_at },
    ]),
  );
}

/** Every reading that the hub has of an agent. */
async function recorded(number: number): Promise<readonly Measured[]> {
  const range = "from=2026-01-15T11:00:00Z&to=2026-01-15T16:00:00Z&resolution=raw";
  const query = `/history?entity_id=pi-${number}.load_1m&${range}`;
  const { body } = await hub.call<{ series: { readings: Measured[] }[] }>("GET", query);
  return body.series[0]?.readings ?? [];
}

describe("fifty agents whose hub is away for an hour", () => {
  it(
    "bring every reading once, though one is killed in mid-replay, and change nobody's status by it",
    slow,
    async () => {
      const [killed, paused, removed, silent] = [7, 8, 9, 10] as const;
      await clock.advance(5 * minute);
      await stopAgent(silent);
      await hub.call("PUT", `/machines/pi-${paused}/pause`, {});
      await clock.advance(5 * minute);
      await hub.call("DELETE", `/machines/pi-${removed}`);
      const before = await standing();

      const { dataFolder, url } = hub;
      await hub.stop();
      await clock.advance(60 * minute);
      // The one that was not answered, a hundred, and the rest of the hour.
      const kept = await readdir(outboxOf(folder, killed));
      await stopAgent(killed);
      hub = await TestHub.start({ clock, config, dataFolder, listen: new URL(url).host });

      await end(await runProcess(killed, { first: 1001, deafFrom: 2 }, 2), "SIGKILL");
      const left = await readdir(outboxOf(folder, killed));
      const storedOfKilled = (await recorded(killed)).length;
      await end(await runProcess(killed, { first: 2001, deafFrom: 0 }, 1), "SIGTERM");
      startAgent(killed, 3001);
      await clock.advance(3 * minute);

      const numbers = [...measured.keys()].filter((number) => number !== removed);
      const readings = await Promise.all(numbers.map(recorded));
      expect({
        files: [kept.length, left.length],
        isInMidReplay: storedOfKilled > 120,
        after: await standing(),
        readings,
      }).toEqual({
        files: [3, 3],
        isInMidReplay: true,
        after: before,
        readings: numbers.map((number) => measured[number]?.toSorted(([one], [other]) => one - other)),
      });
      expect(Object.keys(before).length).toBe(size - 1);
      expect(before).toMatchObject({ [`pi-${paused}`]: { is_paused: true }, [`pi-${silent}`]: { status: "offline" } });
    },
  );
});
