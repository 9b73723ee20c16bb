import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubProcess } from "../support/hub-process.ts";
import { freePort, hasMosquitto, Mosquitto } from "../support/mosquitto.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { testKey } from "../support/test-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const topic = (name: string) => `homelab/agents/${guid}/${name}`;

let folder: string;
let hub: HubProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-"));
});

afterEach(async () => {
  hub?.signal("SIGKILL");
  await hub?.ended;
  await rm(folder, { recursive: true, force: true });
});

/** Starts the hub on its folder, for the first time or again. */
async function startHub(block: string): Promise<string> {
  const config = path.join(folder, "config.yaml");
  await writeFile(config, `mqtt: ${block}\nintegrations: { agent: { local: false } }\n`);
  hub = new HubProcess({
    HOMELABCMD_CONFIG: config,
    HOMELABCMD_DATA: folder,
    HOMELABCMD_LISTEN: "127.0.0.1:0",
    HOMELABCMD_API_KEY: testKey,
  });
  return hub.url();
}

async function killHub(): Promise<void> {
  hub?.signal("SIGKILL");
  await hub?.ended;
}

/** A sender that keeps what is not acknowledged and sends it again, and hears the hub's answers. */
class Sender {
  readonly #client: MqttClient;
  readonly #answered = new Set<number>();
  readonly #begunAt = Date.now() - 10_000;
  #sequence = 0;
  #wake = () => {};

  constructor(url: string) {
    this.#client = mqtt.connect(url, { username: guid, password: testKey, reconnectPeriod: 50, clientId: "sender" });
    this.#client.on("error", () => {});
    this.#client.on("message", (_, payload) => {
      this.#answered.add(JSON.parse(payload.toString("utf8")).sequence);
      this.#wake();
    });
  }

  async subscribe(): Promise<void> {
    await this.#client.subscribeAsync(topic("ack"), { qos: 1 });
  }

  /** Sends so many heartbeats; resolves when the broker has acknowledged all of them. */
  async send(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#sendOne()));
  }

  async #sendOne(): Promise<void> {
    const sequence = ++this.#sequence;
    const timestamp = new Date(this.#begunAt + sequence * 100).toISOString();
    const times = { timestamp, sent_at: new Date().toISOString() };
    const heartbeat = sampleHeartbeat({ ...times, sequence, metrics: { load_1m: sequence } });
    await this.#client.publishAsync(topic("heartbeat"), JSON.stringify(heartbeat), { qos: 1 });
  }

  /** Resolves when the hub has answered so many different heartbeats. */
  async answered(count: number): Promise<void> {
    while (this.#answered.size < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#client.end(true);
  }
}

/** What the hub has stored, oldest first. */
async function stored(url: string): Promise<number[]> {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const query = `entity_id=mediaserver.load_1m&from=${from}&resolution=raw`;
  const response = await fetch(`${url}/api/v1/history?${query}`, { headers: { "X-API-Key": testKey } });
  const { series } = (await response.json()) as { series: { readings: [number, number][] }[] };
  return (series[0]?.readings ?? []).map(([, value]) => value);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a hub that is killed between a message and its commit", () => {
  it("has every heartbeat once when it is the broker: what it had not acknowledged is sent again", async () => {
    const block = `{ broker: embedded, embedded: { listen: "127.0.0.1:${await freePort()}" } }`;
    await startHub(block);
    const sender = new Sender(`mqtt://${/127[\d.:]+/.exec(block)?.[0]}`);
    await sender.subscribe();
    await sender.send(3);
    // Stopped, it takes in what arrives, and gets no further.
    hub?.signal("SIGSTOP");
    const later = sender.send(3);
    await killHub();
    const url = await startHub(block);
    await later;
    const readings = await stored(url);
    sender.close();

    expect(readings).toEqual(upTo(6));
  });

  it.runIf(hasMosquitto())("has every heartbeat once when Mosquitto is the broker, which keeps them", async () => {
    const mosquitto = await Mosquitto.start();
    const block = `{ broker: external, external: { url: "${mosquitto.url}" } }`;
    await startHub(block);
    await hub?.printed(/is there/);
    const sender = new Sender(mosquitto.url);
    await sender.subscribe();
    await sender.send(3);
    await sender.answered(3);
    hub?.signal("SIGSTOP");
    // Acknowledged by Mosquitto, not by the hub.
    await sender.send(3);
    await killHub();
    await sender.send(3);
    const url = await startHub(block);
    await sender.answered(9);
    const readings = await stored(url);
    sender.close();
    await mosquitto.remove();

    expect(readings).toEqual(upTo(9));
  });
});
