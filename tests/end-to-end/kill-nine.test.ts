import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DirectConnection } from "../../core/storage/direct-connection.ts";
import { RecorderHub } from "../bench/recorder-hub.ts";
import { SeededRandom } from "../bench/series-random.ts";
import { benchKey } from "../bench/server-process.ts";
import { largeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { makeFolder } from "../support/test-database.ts";

const rounds = 20;
const machines = 10;
/** The hub with a clock on which an hour passes with SIGWINCH, so that it seals what it has. */
const program = ["tests/bench/recorder-leaping-hub.ts"];
const keys = ["cpu_percent", "memory_percent", "memory_used_mb", "disk_used_gb", "load_1m"] as const;
const headers = { "X-API-Key": benchKey, "Content-Type": "application/json" };

/** What a machine measured at one moment, by entity key. */
type Measured = ReadonlyMap<number, Readonly<Record<string, number>>>;

/** A machine that sends one heartbeat after the other, and sends one again until it is acknowledged, as an agent does. */
class Sender {
  readonly id: string;
  readonly acknowledged = new Map<number, Readonly<Record<string, number>>>();
  refused = 0;
  readonly #machine: SimulatedMachine;
  #unsent: ReturnType<SimulatedMachine["heartbeat"]> | undefined;
  #lastAt = 0;

  constructor(number: number) {
    const [character] = largeFleet(number + 1).slice(-1);
    if (!character) throw new Error("There is no such machine");
    this.id = character.id;
    this.#machine = new SimulatedMachine(character, number);
  }

  /** Goes on until the hub is gone. */
  async sendTo(url: URL): Promise<void> {
    for (;;) {
      this.#lastAt = Math.max(this.#lastAt + 1, Date.now());
      const heartbeat = this.#unsent ?? this.#machine.heartbeat(this.#lastAt);
      this.#unsent = heartbeat;
      const body = JSON.stringify({ ...heartbeat, sent_at: new Date().toISOString() });
      const status = await fetch(new URL("/api/v1/agents/heartbeat", url), { method: "POST", headers, body }).then(
        (response) => response.status,
        () => null,
      );
      if (status === null) return;
      if (status !== 200) {
        this.refused++;
        continue;
      }
      this.#unsent = undefined;
      const metrics = heartbeat.metrics ?? {};
      const values = Object.fromEntries(keys.map((key) => [key, Number(metrics[key])]));
      this.acknowledged.set(Date.parse(heartbeat.timestamp), values);
    }
  }
}

interface RawHistory {
  readonly series: readonly {
    readonly entity_id: string;
    readonly readings: readonly (readonly [at: number, value: number])[];
  }[];
}

/** Everything that the hub has of a machine, and how often it says something twice. */
async function readAll(url: URL, machine: string): Promise<{ readonly measured: Measured; readonly repeated: number }> {
  const measured = new Map<number, Record<string, number>>();
  let repeated = 0;
  for (const key of keys) {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const query = `entity_id=${machine}.${key}&from=${from}&resolution=raw`;
    const response = await fetch(new URL(`/api/v1/history?${query}`, url), { headers });
    const { series } = (await response.json()) as RawHistory;
    for (const [at, value] of series[0]?.readings ?? []) {
      const moment = measured.get(at) ?? {};
      measured.set(at, moment);
      if (moment[key] !== undefined) repeated++;
      moment[key] = value;
    }
  }
  return { measured, repeated };
}

let folder: string;

beforeAll(async () => {
  folder = await makeFolder();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A round: heartbeats flow, sometimes an hour passes and the hub seals, and at a random moment it is gone. */
async function runRound(senders: readonly Sender[], random: SeededRandom, isSealing: boolean): Promise<void> {
  const hub = await RecorderHub.start(folder, { program });
  const sending = Promise.all(senders.map((sender) => sender.sendTo(hub.url)));
  const killedAfter = 200 + 1300 * random.uniform();
  // Soon before the end: sometimes it has not begun by then, sometimes it is over, and sometimes neither.
  const sealedAfter = Math.max(0, killedAfter - 400 * random.uniform());
  await wait(sealedAfter);
  if (isSealing) hub.signal("SIGWINCH");
  await wait(killedAfter - sealedAfter);
  await hub.stop("SIGKILL");
  await sending;
}

async function countBlocks(): Promise<number> {
  const database = await DirectConnection.open(path.join(folder, "homelabcmd.db"), "read");
  const [row] = await database.select<{ blocks: number }>("SELECT count(*) AS blocks FROM sample_block");
  await database.close();
  return row?.blocks ?? 0;
}

describe("a hub that is killed again and again while machines report", () => {
  it("has every acknowledged reading, and each once", async () => {
    const random = new SeededRandom(9);
    const senders = Array.from({ length: machines }, (_, number) => new Sender(number));
    for (let round = 0; round < rounds; round++) await runRound(senders, random, round % 2 === 1);
    const hub = await RecorderHub.start(folder, { program });
    const outcomes = await Promise.all(
      senders.map(async ({ id, acknowledged, refused }) => {
        const { measured, repeated } = await readAll(hub.url, id);
        const lost = [...acknowledged].filter(
          ([at, values]) => !keys.every((key) => measured.get(at)?.[key] === values[key]),
        );
        // The last one may be stored although its answer was lost.
        const invented = Math.max(0, measured.size - acknowledged.size - 1);
        return { lost: lost.length, repeated, invented, refused, isBusy: acknowledged.size > rounds };
      }),
    );
    await hub.stop();

    expect({ outcomes, hasSealed: (await countBlocks()) > 0 }).toEqual({
      outcomes: senders.map(() => ({ lost: 0, repeated: 0, invented: 0, refused: 0, isBusy: true })),
      hasSealed: true,
    });
  });
});
