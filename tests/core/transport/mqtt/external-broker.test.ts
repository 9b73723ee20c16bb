import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExternalSettings } from "../../../../core/config/mqtt-schema.ts";
import type { MqttMessage, Problem } from "../../../../core/sdk/index.ts";
import type { Deliver } from "../../../../core/transport/mqtt/broker.ts";
import { ExternalBroker } from "../../../../core/transport/mqtt/external-broker.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { LogSpy } from "../../../support/log-spy.ts";
import { hasMosquitto, Mosquitto } from "../../../support/mosquitto.ts";
import { TestClient } from "../../../support/mqtt-client.ts";

const textOf = ({ payload }: MqttMessage) => Buffer.from(payload).toString("utf8");

/** A hub's end of a broker, with what it heard, and the problems that it reports. */
class Listener {
  readonly broker: ExternalBroker;
  readonly clock = new FakeClock();
  readonly heard: string[] = [];
  /** The one that there is, if any: a newer one takes its place. */
  problems: readonly Problem[] = [];

  constructor(settings: Partial<ExternalSettings>, deliver: Deliver = async () => true) {
    this.broker = new ExternalBroker({
      settings: { url: "", username: null, password: null, ca: null, ...settings },
      prefix: "homelab",
      clientId: "homelabcmd-test",
      clock: this.clock,
      log: new LogSpy(),
      report: (problem) => {
        this.problems = [problem];
        return () => {
          if (this.problems[0] === problem) this.problems = [];
        };
      },
      deliver: async (message) => {
        const isTaken = await deliver(message);
        if (isTaken) this.heard.push(textOf(message));
        return isTaken;
      },
    });
    this.broker.subscribe("homelab/#");
  }

  /** Lets time pass, a little at a time, until something is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.clock.advance(100);
    }
  }

  /** Connected, and told by the broker that it hears. */
  async started(): Promise<this> {
    await this.broker.start();
    await this.until(() => this.broker.state.isConnected);
    return this;
  }
}

describe.runIf(hasMosquitto())("a real Mosquitto", () => {
  let mosquitto: Mosquitto;
  let listeners: Listener[];
  let clients: TestClient[];

  beforeEach(async () => {
    listeners = [];
    clients = [];
    mosquitto = await Mosquitto.start();
  });

  afterEach(async () => {
    for (const { client } of clients) client.end(true);
    for (const { broker } of listeners) await broker.stop();
    await mosquitto.remove();
  });

  function listener(deliver?: Deliver, settings: Partial<ExternalSettings> = {}): Listener {
    const made = new Listener({ url: mosquitto.url, ...settings }, deliver);
    listeners.push(made);
    return made;
  }

  async function client(): Promise<TestClient> {
    const made = await TestClient.connect(mosquitto.url);
    clients.push(made);
    return made;
  }

  it("brings the hub what others publish, and others what the hub publishes", async () => {
    const hub = await listener().started();
    const other = await client();
    await other.subscribe("homelab/answers");
    await other.publish("homelab/questions", "who?");
    await hub.until(() => hub.heard.length > 0);
    await hub.broker.publish("homelab/answers", Buffer.from("me"), { qos: 1, retain: false });
    const { text } = await other.arrival(0);
    await hub.until(() => hub.heard.length > 1);

    expect([hub.heard, text]).toEqual([["who?", "me"], "me"]);
  });

  it("keeps what comes while the hub is away", async () => {
    const hub = await listener().started();
    await hub.broker.stop();
    const other = await client();
    for (const text of ["one", "two", "three"]) await other.publish("homelab/x", text);
    const again = await listener().started();
    await again.until(() => again.heard.length === 3);

    expect([hub.heard, again.heard]).toEqual([[], ["one", "two", "three"]]);
  });

  it("sends again what the hub could not store, in its order", async () => {
    let isFull = true;
    const hub = await listener(async () => {
      if (isFull) throw new Error("the disk is full");
      return true;
    }).started();
    const other = await client();
    for (const text of ["one", "two"]) await other.publish("homelab/x", text);
    await hub.until(() => hub.problems.length > 0);
    const [problem] = hub.problems;
    isFull = false;
    await hub.until(() => hub.heard.length === 2);

    expect([problem?.title.endsWith("is away: the disk is full"), hub.heard]).toEqual([true, ["one", "two"]]);
  });

  it("sends again what the hub was storing when it was lost", async () => {
    const begun = new Promise<void>((resolve) => {
      const hub = listener(() => {
        resolve();
        return new Promise(() => {});
      });
      void hub
        .started()
        .then(client)
        .then((other) => other.publish("homelab/x", "unlucky"));
    });
    await begun;
    // The same name takes the connection away, as a hub does that has started again.
    const [first] = listeners.splice(0);
    const again = await listener().started();
    await again.until(() => again.heard.length === 1);

    expect([first?.heard, again.heard]).toEqual([[], ["unlucky"]]);
  });

  it("is found again after it was killed, and its absence is a problem until then", async () => {
    const hub = await listener().started();
    await mosquitto.kill("SIGKILL");
    await hub.until(() => hub.problems.length > 0);
    const lost = [hub.broker.state.isConnected, hub.problems.map(({ title }) => title)];
    const refused = await hub.broker
      .publish("homelab/x", Buffer.from("1"), { qos: 1, retain: false })
      .catch((error: { code?: string }) => error.code);
    await mosquitto.run();
    await hub.until(() => hub.broker.state.isConnected);
    await (await client()).publish("homelab/x", "back");
    await hub.until(() => hub.heard.length > 0);

    expect([lost, refused, hub.problems, hub.heard]).toEqual([
      [false, [expect.stringContaining(`The MQTT broker 127.0.0.1:${mosquitto.port} is away`)]],
      "UNAVAILABLE",
      [],
      ["back"],
    ]);
  });

  it("holds a message for an integration that is just being restarted, and drops one that nobody wants", async () => {
    const seen: string[] = [];
    let isThere = false;
    const hub = await listener(async ({ topic }) => {
      seen.push(topic);
      return isThere;
    }).started();
    const other = await client();
    await other.publish("homelab/x", "one");
    await hub.until(() => seen.length >= 2);
    isThere = true;
    await hub.until(() => hub.heard.length === 1);
    isThere = false;
    await other.publish("homelab/y", "two");
    await other.publish("homelab/z", "three");
    await hub.until(() => seen.includes("homelab/z"));

    expect(hub.heard).toEqual(["one"]);
  });
});

describe.runIf(hasMosquitto())("a Mosquitto with passwords and permissions", () => {
  it("refuses a wrong password, which is a problem that says so", async () => {
    const mosquitto = await Mosquitto.start({
      settings: ["allow_anonymous false", "password_file FOLDER/passwords"],
      files: { passwords: "" },
    });
    const hub = new Listener({ url: mosquitto.url, username: "hub", password: "wrong" });
    await hub.broker.start();
    await hub.until(() => hub.problems.length > 0);
    const titles = hub.problems.map(({ title }) => title);
    await hub.broker.stop();
    await mosquitto.remove();

    expect([titles, hub.problems]).toEqual([
      [expect.stringMatching(/is away: it does not let the hub in|password is wrong/)],
      [],
    ]);
  });
});
