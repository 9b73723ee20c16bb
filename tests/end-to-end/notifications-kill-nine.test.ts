import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SeededRandom } from "../bench/series-random.ts";
import { type Arrived, ChannelStub } from "../support/channel-stub.ts";
import { HubProcess } from "../support/hub-process.ts";
import { makeFolder } from "../support/test-database.ts";
import { testKey } from "../support/test-hub.ts";

const rounds = 20;
const subjects = 5;
const headers = { "X-API-Key": testKey, "Content-Type": "application/json" };

let folder: string;
let stub: ChannelStub;

beforeAll(async () => {
  folder = await makeFolder();
  stub = await ChannelStub.start();
  await stub.install(folder);
  await writeFile(path.join(folder, "config.yaml"), stub.config);
});

afterAll(async () => {
  await stub.stop();
  await rm(folder, { recursive: true, force: true });
});

function startHub(): HubProcess {
  return new HubProcess({
    HOMELABCMD_CONFIG: path.join(folder, "config.yaml"),
    HOMELABCMD_DATA: folder,
    HOMELABCMD_LISTEN: "127.0.0.1:0",
    HOMELABCMD_API_KEY: testKey,
  });
}

/** Somebody who sends numbered messages about one subject, one after the other, and knows which of them the hub said to have stored. */
class Teller {
  readonly subject: string;
  readonly acknowledged: string[] = [];
  #last = 0;

  constructor(number: number) {
    this.subject = `subject-${number}`;
  }

  /** Goes on until the hub is gone. */
  async tell(url: string): Promise<void> {
    for (;;) {
      const id = `${this.subject}-${++this.#last}`;
      const status = await fetch(`${url}/api/v1/services/stub/tell`, {
        method: "POST",
        headers,
        body: JSON.stringify({ id, subject: this.subject }),
      }).then(
        (response) => response.status,
        () => null,
      );
      if (status === null) return;
      if (status === 200) this.acknowledged.push(id);
    }
  }
}

/** A round: messages flow, the other side is away now and then, and at a random moment the hub is gone. */
async function runRound(tellers: readonly Teller[], random: SeededRandom): Promise<void> {
  const hub = startHub();
  const url = await hub.url();
  stub.status = random.uniform() < 0.2 ? 503 : 200;
  const telling = Promise.all(tellers.map((teller) => teller.tell(url)));
  await wait(100 + 900 * random.uniform());
  hub.signal("SIGKILL");
  await Promise.all([telling, hub.ended]);
}

/** Lets a hub send everything that still waits. */
async function sendTheRest(): Promise<void> {
  stub.status = 200;
  const hub = startHub();
  const url = await hub.url();
  for (let waiting = 1; waiting > 0; ) {
    const response = await fetch(`${url}/api/v1/notifications?state=waiting&limit=1`, { headers });
    waiting = ((await response.json()) as { total: number }).total;
  }
  hub.signal("SIGTERM");
  await hub.ended;
}

/** How often something arrived again, and in which subjects something arrived before an earlier one. */
function flawsOf(arrived: readonly Arrived[]) {
  const lastOf = new Map<string, number>();
  const outOfOrder = new Set<string>();
  let repeated = 0;
  for (const { id, subject } of arrived) {
    const number = Number(id.split("-").at(-1));
    const last = lastOf.get(subject) ?? 0;
    if (number === last) repeated++;
    if (number < last) outOfOrder.add(subject);
    lastOf.set(subject, number);
  }
  return { repeated, outOfOrder: [...outOfOrder] };
}

it("a hub that is killed again and again tells everything that it said to have stored, in order, and at most what was under way twice", async () => {
  const random = new SeededRandom(7);
  const tellers = Array.from({ length: subjects }, (_, number) => new Teller(number));
  for (let round = 0; round < rounds; round++) await runRound(tellers, random);
  await sendTheRest();
  const taken = stub.taken;
  const ids = new Set(taken.map(({ id }) => id));
  const { repeated, outOfOrder } = flawsOf(taken);

  expect({
    lost: tellers.flatMap(({ acknowledged }) => acknowledged.filter((id) => !ids.has(id))),
    outOfOrder,
    isRepeatedRarely: repeated <= rounds,
    isBusy: tellers.every(({ acknowledged }) => acknowledged.length > rounds),
  }).toEqual({ lost: [], outOfOrder: [], isRepeatedRarely: true, isBusy: true });
});
