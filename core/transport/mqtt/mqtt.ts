import type { MqttSettings } from "../../config/mqtt-schema.ts";
import { PlatformError } from "../../errors.ts";
import type { MqttHandler, MqttPublishOptions, Undo } from "../../sdk/index.ts";
import type { Broker, BrokerState, Deliver } from "./broker.ts";
import { Subscriptions } from "./subscriptions.ts";
import { isFilter, isTopic } from "./topics.ts";

/** Makes the broker that the settings name. Its packages are loaded here, so that a hub without MQTT never does. */
export type OpenBroker = (deliver: Deliver) => Promise<Broker>;

/** What the room is made of. */
export interface MqttParts {
  readonly settings: Pick<MqttSettings, "broker" | "prefix">;
  readonly openBroker: OpenBroker;
}

const largestPayload = 1024 * 1024;
const unconnected: BrokerState = { isConnected: false, since: null, clients: null };

/** Messages: over the broker in the hub, or over one of the user's. Who subscribes need not know which. */
export class Mqtt {
  readonly prefix: string;
  readonly #parts: MqttParts;
  readonly #subscriptions = new Subscriptions();
  #broker: Broker | undefined;

  constructor(parts: MqttParts) {
    this.#parts = parts;
    this.prefix = parts.settings.prefix;
  }

  get isOn(): boolean {
    return this.#parts.settings.broker !== "off";
  }

  get state(): BrokerState & { readonly broker: MqttSettings["broker"] } {
    return { broker: this.#parts.settings.broker, ...(this.#broker?.state ?? unconnected) };
  }

  /**
   * Begins to take messages. Not before those who store them have subscribed: an external broker has kept some. Throws `StartError`
   * when the embedded broker cannot listen.
   */
  async start(): Promise<void> {
    if (!this.isOn) return;
    this.#broker = await this.#parts.openBroker((message) => this.#subscriptions.deliver(message));
    for (const filter of this.#subscriptions.filters) this.#broker.subscribe(filter);
    await this.#broker.start();
  }

  /** Takes no more messages, and waits for those that are being stored. */
  async stop(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    await broker?.stop();
  }

  /** Hears the topics of a filter. Throws `BAD_REQUEST` when it is none. */
  subscribe(filter: string, handler: MqttHandler): Undo {
    if (!isFilter(filter))
      throw new PlatformError("BAD_REQUEST", `${JSON.stringify(filter)} is not an MQTT topic filter`);
    const undo = this.#subscriptions.add(filter, handler);
    // Also when others hear it already: so the new one gets what is retained.
    this.#broker?.subscribe(filter);
    return () => {
      const wasHeard = this.#subscriptions.has(filter);
      undo();
      if (wasHeard && !this.#subscriptions.has(filter)) this.#broker?.unsubscribe(filter);
    };
  }

  /** Publishes a message. Throws `UNAVAILABLE` without a broker or a way to it, `BAD_REQUEST` for what cannot be published. */
  async publish(topic: string, payload: string | Uint8Array, options: MqttPublishOptions = {}): Promise<void> {
    const { qos = 0, retain = false } = options;
    if (!isTopic(topic)) throw new PlatformError("BAD_REQUEST", `${JSON.stringify(topic)} is not an MQTT topic`);
    const bytes =
      typeof payload === "string"
        ? Buffer.from(payload)
        : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    if (bytes.length > largestPayload) {
      throw new PlatformError(
        "PAYLOAD_TOO_LARGE",
        `A message of ${bytes.length} bytes is too large; ${largestPayload} is the most`,
      );
    }
    if (!this.#broker) throw new PlatformError("UNAVAILABLE", `There is no MQTT broker: ${this.#whyNot()}`);
    await this.#broker.publish(topic, bytes, { qos, retain });
  }

  #whyNot(): string {
    return this.isOn ? "the hub is starting or stopping" : "set mqtt.broker in config.yaml";
  }
}
