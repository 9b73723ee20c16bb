import { readFile } from "node:fs/promises";
import mqtt, { type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from "mqtt";
import type { ExternalSettings } from "../../config/mqtt-schema.ts";
import { messageOf, PlatformError } from "../../errors.ts";
import type { Clock, Logger, MqttPublishOptions, Problem, Undo } from "../../sdk/index.ts";
import type { Broker, BrokerState, Deliver } from "./broker.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** What the client of an external broker works with. */
export interface ExternalParts {
  readonly settings: ExternalSettings;
  /** Topics below it are the hub's: their messages wait for who takes them. */
  readonly prefix: string;
  /** Lasting, so that the broker knows the hub again and keeps what comes while it is away. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly report: (problem: Problem) => Undo;
  readonly deliver: Deliver;
}

interface Outgoing extends Required<MqttPublishOptions> {
  readonly topic: string;
  readonly payload: Buffer;
}

const firstRetryMilliseconds = 1000;
const longestRetryMilliseconds = 60_000;
const connectMilliseconds = 10_000;
const keepAliveSeconds = 30;
/** How long a message below the prefix waits for an integration that is just being restarted, milliseconds. */
const handlerMilliseconds = 10_000;
const lookMilliseconds = 250;
/** How long the broker may take to acknowledge, and what is being stored may hold up the end of the hub; milliseconds. */
const acknowledgeMilliseconds = 10_000;
const stopMilliseconds = 2000;
/** A filter that nobody hears any more is given up after this time, for its integration may only be restarting; milliseconds. */
const forgetMilliseconds = 30_000;

/** Return codes of CONNACK that only the user can help (MQTT 3.1.1, 3.2.2.3). */
const refusals: Readonly<Record<number, string>> = {
  2: "it refuses the hub's client id",
  4: "the user name or password is wrong",
  5: "it does not let the hub in",
};

/**
 * A broker of the user's, over the package mqtt. The session is kept by the broker, so what arrives while the hub is down waits
 * there. One message after the other is handed on and acknowledged when it is stored; the broker keeps the rest meanwhile, so memory
 * stays flat. One that cannot be stored is not acknowledged: the hub comes back later, and the broker sends it again.
 */
export class ExternalBroker implements Broker {
  readonly #parts: ExternalParts;
  readonly #filters = new Set<string>();
  readonly #forgetting = new Map<string, Undo>();
  #client: MqttClient | undefined;
  #ca: Buffer | undefined;
  #since: number | null = null;
  #failures = 0;
  /** Why the connection ends, as far as it is known. */
  #failure: unknown;
  #handling: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();
  #undoRetry: Undo = () => {};
  #undoProblem: Undo | undefined;

  constructor(parts: ExternalParts) {
    this.#parts = parts;
  }

  get state(): BrokerState {
    return { isConnected: this.#since !== null, since: this.#since, clients: null };
  }

  /** Begins to connect; a broker that is away is no reason to wait. */
  async start(): Promise<void> {
    const { ca } = this.#parts.settings;
    if (ca !== null) this.#ca = await readFile(ca);
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#undoRetry();
    this.#undoProblem?.();
    for (const undo of this.#forgetting.values()) undo();
    await waitAtMost(this.#parts.clock, stopMilliseconds, this.#handling);
    // Not at once: what was acknowledged last is to get out.
    await this.#client?.endAsync(!this.#client.connected);
  }

  subscribe(filter: string): void {
    this.#forgetting.get(filter)?.();
    this.#forgetting.delete(filter);
    this.#filters.add(filter);
    if (this.#client?.connected) void this.#ask(filter, this.#client);
  }

  unsubscribe(filter: string): void {
    const forget = () => {
      this.#forgetting.delete(filter);
      this.#filters.delete(filter);
      if (this.#client?.connected) this.#client.unsubscribe(filter);
    };
    this.#forgetting.set(filter, this.#parts.clock.after(forgetMilliseconds, forget));
  }

  async publish(topic: string, payload: Buffer, options: Required<MqttPublishOptions>): Promise<void> {
    if (!this.#client?.connected) throw new PlatformError("UNAVAILABLE", `${this.#name} is away`);
    await acknowledged(this.#client, this.#parts.clock, { topic, payload, ...options }).catch((cause: unknown) => {
      throw new PlatformError("UNAVAILABLE", `${this.#name} did not take a message: ${messageOf(cause)}`, { cause });
    });
  }

  get #name(): string {
    return `The MQTT broker ${new URL(this.#parts.settings.url).host}`;
  }

  #connect(): void {
    const { username, password, url } = this.#parts.settings;
    const options: IClientOptions = {
      clientId: this.#parts.clientId,
      clean: false,
      keepalive: keepAliveSeconds,
      connectTimeout: connectMilliseconds,
      // Again when the hub's own clock says so, with a client that remembers nothing.
      reconnectPeriod: 0,
      queueQoSZero: false,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      ...(this.#ca ? { ca: this.#ca } : {}),
    };
    const client = mqtt.connect(url, options);
    this.#client = client;
    client.handleMessage = (packet, done) => this.#handle(packet, client, done);
    client.on("connect", (packet) => void this.#connected(packet, client));
    client.on("error", (error) => {
      this.#failure = error;
    });
    client.once("close", () => {
      client.end(true);
      if (!this.#stopping.signal.aborted) this.#lost();
    });
  }

  async #connected({ sessionPresent }: IConnackPacket, client: MqttClient): Promise<void> {
    await Promise.all([...this.#filters].map((filter) => this.#ask(filter, client)));
    if (!client.connected) return;
    this.#since = this.#parts.clock.now();
    this.#undoProblem?.();
    this.#undoProblem = undefined;
    this.#parts.log.info(`${this.#name} is there`, { session: sessionPresent ? "kept" : "new" });
  }

  /** Resolves when the broker has answered. */
  async #ask(filter: string, client: MqttClient): Promise<void> {
    try {
      await client.subscribeAsync(filter, { qos: 1 });
    } catch (error) {
      if (client.connected) this.#parts.log.warn(`${this.#name} refuses the subscription ${filter}`, { error });
    }
  }

  #lost(): void {
    const { clock, report } = this.#parts;
    const failure = this.#failure;
    this.#failure = undefined;
    const code = failure instanceof Error && "code" in failure ? failure.code : undefined;
    const reason = refusals[Number(code)] ?? (failure === undefined ? "the connection ended" : messageOf(failure));
    // A connection that lasted was a good one, whatever it carried.
    if (this.#since !== null && clock.now() - this.#since > longestRetryMilliseconds) this.#failures = 0;
    this.#since = null;
    this.#undoProblem = report({
      severity: "error",
      title: `${this.#name} is away: ${reason}`,
      advice: "Start it, or correct mqtt.external in config.yaml. Agents keep their heartbeats until then.",
    });
    const wait = Math.min(firstRetryMilliseconds * 2 ** this.#failures, longestRetryMilliseconds);
    this.#failures++;
    this.#undoRetry = clock.after(wait, () => this.#connect());
  }

  /** Called for one message at a time; `done` has it acknowledged. */
  #handle(packet: IPublishPacket, client: MqttClient, done: () => void): void {
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    this.#handling = this.#deliver(packet.topic, payload, packet.retain).then(
      () => {
        this.#failures = 0;
        done();
      },
      (error: unknown) => {
        this.#parts.log.warn(`A message could not be taken, and comes again: ${messageOf(error)}`, {
          topic: packet.topic,
        });
        this.#failure = error;
        client.stream.destroy();
      },
    );
  }

  async #deliver(topic: string, payload: Buffer, retained: boolean): Promise<void> {
    const { clock, deliver, prefix, log } = this.#parts;
    const message = { topic, payload, retained, sender: null };
    const isOurs = topic.startsWith(`${prefix}/`) && !retained;
    for (
      const until = clock.monotonic() + handlerMilliseconds;
      ;
      await clock.sleep(lookMilliseconds, this.#stopping.signal)
    ) {
      if (await deliver(message)) return;
      if (isOurs && clock.monotonic() < until) continue;
      log.debug("Nobody hears a message", { topic });
      return;
    }
  }
}

/** Publishes; resolves when the broker has it, for QoS 0 when it is on its way. */
function acknowledged(client: MqttClient, clock: Clock, { topic, payload, qos, retain }: Outgoing): Promise<void> {
  return new Promise((resolve, reject) => {
    const undo = clock.after(acknowledgeMilliseconds, () => reject(new Error("it did not acknowledge in time")));
    client.publish(topic, payload, { qos, retain }, (error) => {
      undo();
      if (error) reject(error);
      else resolve();
    });
  });
}
