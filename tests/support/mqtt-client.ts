import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { LogSpy } from "./log-spy.ts";

/** A message that a client got. */
export interface Arrival {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

/** The port of the broker in a hub that writes this log. */
export function brokerPort({ lines }: LogSpy): number {
  const ports = lines.find(({ message }) => message === "The MQTT broker listens")?.details["ports"];
  return Array.isArray(ports) ? Number(ports[0]) : 0;
}

/** A client as any program has one. It connects once; what it hears can be waited for. */
export class TestClient {
  readonly client: MqttClient;
  /** Everything that came, in its order. */
  readonly arrivals: Arrival[] = [];
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  #wake = () => {};

  private constructor(client: MqttClient) {
    this.client = client;
    this.closed = new Promise((resolve) => client.once("close", resolve));
    client.on("error", () => {});
    client.on("message", (topic, payload, { retain }) => {
      this.arrivals.push({ topic, text: payload.toString("utf8"), retained: retain });
      this.#wake();
    });
  }

  /** Rejects with what the broker says when it refuses. */
  static connect(url: string, options: IClientOptions = {}): Promise<TestClient> {
    return new Promise((resolve, reject) => {
      const client = mqtt.connect(url, { reconnectPeriod: 0, ...options });
      const test = new TestClient(client);
      client.once("connect", () => resolve(test));
      client.once("error", reject);
      client.once("close", () => reject(new Error("the connection was closed")));
    });
  }

  /** The message of that number, counted from 0, once it is there. */
  async arrival(number: number): Promise<Arrival> {
    for (;;) {
      const arrival = this.arrivals[number];
      if (arrival) return arrival;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What the broker grants: a QoS, or 128 for a refusal. */
  async subscribe(filter: string, qos: 0 | 1 = 1): Promise<number> {
    return new Promise((resolve, reject) => {
      this.client.subscribe(filter, { qos }, (error, _filters, packet) => {
        const [granted] = packet?.granted ?? [];
        if (typeof granted === "number") resolve(granted);
        else reject(error ?? new Error("nothing was granted"));
      });
    });
  }

  /** Resolves when the broker has acknowledged it; rejects when the connection ends first. */
  async publish(
    topic: string,
    payload: string | Buffer,
    options: { qos?: 0 | 1 | 2; retain?: boolean } = {},
  ): Promise<void> {
    const closed = this.closed.then(() => {
      throw new Error("the connection was closed");
    });
    await Promise.race([this.client.publishAsync(topic, payload, { qos: 1, ...options }), closed]);
  }

  /** Ends the connection with a good-bye, or without one, as a host does that loses its power. */
  async end(isAbrupt = false): Promise<void> {
    if (isAbrupt) this.client.stream.destroy();
    else await this.client.endAsync();
  }
}
