import net, { type Socket } from "node:net";
import type { IClientOptions } from "mqtt";
import type { EmbeddedSettings } from "../../../../../core/config/mqtt-schema.ts";
import type { MqttHandler, Undo } from "../../../../../core/sdk/index.ts";
import { EmbeddedBroker } from "../../../../../core/transport/mqtt/embedded/embedded-broker.ts";
import { Subscriptions } from "../../../../../core/transport/mqtt/subscriptions.ts";
import { TestClient } from "../../../../support/mqtt-client.ts";
import { TestRooms } from "../../../../support/test-rooms.ts";

/** The GUID of the agent whose token is `agentToken`. */
export const ownGuid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

/** The embedded broker with real keys and a real port, and nothing else of a hub. */
export class TestBroker {
  readonly house: TestRooms;
  readonly broker: EmbeddedBroker;
  /** A token that speaks for `ownGuid` alone. */
  readonly agentToken: string;
  readonly #subscriptions: Subscriptions;
  readonly #clients: TestClient[] = [];

  private constructor(house: TestRooms, agentToken: string, settings: Partial<EmbeddedSettings>) {
    const subscriptions = new Subscriptions();
    const { clock, log, authenticator } = house;
    this.house = house;
    this.agentToken = agentToken;
    this.#subscriptions = subscriptions;
    this.broker = new EmbeddedBroker({
      settings: { listen: { host: "127.0.0.1", port: 0 }, tls: null, ...settings },
      prefix: "homelab",
      authenticator,
      isKey: (hash) => house.rooms.keys.has(hash),
      clock,
      log,
      deliver: (message) => subscriptions.deliver(message),
    });
  }

  static async start(settings: Partial<EmbeddedSettings> = {}): Promise<TestBroker> {
    const house = await TestRooms.open();
    await house.addKeys();
    const test = new TestBroker(house, await house.rooms.keys.issue("nas", ownGuid), settings);
    await test.broker.start().catch(async (error) => {
      await test.stop();
      throw error;
    });
    return test;
  }

  get port(): number {
    return this.broker.ports[0] ?? 0;
  }

  /** Hears a filter, as an integration does. */
  on(filter: string, handler: MqttHandler): Undo {
    const undo = this.#subscriptions.add(filter, handler);
    this.broker.subscribe(filter);
    return undo;
  }

  /** A client that has logged in; by default the agent with its token. */
  async connect(options: IClientOptions = {}): Promise<TestClient> {
    const login = { username: ownGuid, password: this.agentToken };
    const client = await TestClient.connect(`mqtt://127.0.0.1:${this.port}`, { ...login, ...options });
    this.#clients.push(client);
    return client;
  }

  /** A client with the key of a scope. */
  connectAs(scope: "viewer" | "operator" | "admin", options: IClientOptions = {}): Promise<TestClient> {
    return this.connect({ username: scope, password: `key-of-${scope}`, ...options });
  }

  /** A connection that has said nothing. */
  open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, "127.0.0.1", () => resolve(socket));
      socket.on("error", reject);
    });
  }

  async stop(): Promise<void> {
    await this.broker.stop();
    for (const { client } of this.#clients) client.end(true);
    await this.house.remove();
  }
}
