import type { Socket } from "node:net";
import { Aedes, type AuthenticateError, type Client, type ConnectPacket, type PublishPacket } from "aedes";
import type { Authenticator } from "../../../auth/authenticator.ts";
import type { EmbeddedSettings } from "../../../config/mqtt-schema.ts";
import { type ErrorCode, messageOf, PlatformError } from "../../../errors.ts";
import type { Clock, Logger, MqttPublishOptions } from "../../../sdk/index.ts";
import type { Broker, BrokerState, Deliver } from "../broker.ts";
import { waitAtMost } from "../wait-at-most.ts";
import { mayReceive, maySubscribe, type Session, whyNotPublish } from "./access.ts";
import { HalfOpen } from "./half-open.ts";
import { InFlight } from "./in-flight.ts";
import { Listeners } from "./listeners.ts";
import { logIn } from "./login.ts";
import { PacketBudget, PacketSizes } from "./packet-sizes.ts";
import { Retained } from "./retained.ts";

/** What the broker in the hub works with. */
export interface EmbeddedParts {
  readonly settings: EmbeddedSettings;
  readonly prefix: string;
  readonly authenticator: Authenticator;
  /** Whether a key still holds, by its hash. */
  readonly isKey: (hash: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly deliver: Deliver;
}

/** What is known of a connection. */
interface Connection {
  readonly sizes: PacketSizes;
  readonly filters: Set<string>;
  will: ConnectPacket["will"];
  session: Session | undefined;
}

/** A message, or a last will. */
interface Publishable {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly qos?: number;
  readonly retain?: boolean;
}

const mostClients = 2000;
const mostHalfOpen = 1000;
const mostFilters = 100;
const longestClientId = 128;
/** A client has to say who it is in this time, milliseconds. */
const connectMilliseconds = 10_000;
const longestKeepAliveSeconds = 3600;
const idleProbeMilliseconds = 60_000;
/** How long what is being stored may hold up the end of the hub. */
const stopMilliseconds = 2000;
/** What a client may leave unread, in bytes, and for how long, in milliseconds. One that leaves more is dropped. */
const mostUnread = 1024 * 1024;
const unreadMilliseconds = 10_000;

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const returnCodes: Partial<Record<ErrorCode, number>> = {
  CONFLICT: 2,
  UNAVAILABLE: 3,
  RATE_LIMITED: 3,
  UNAUTHORIZED: 4,
  FORBIDDEN: 5,
};

/**
 * The broker in the hub, on aedes. A message of QoS 1 is acknowledged when the hub has stored it: aedes sends PUBACK after
 * `authorizePublish`, so that is where the work is done. It keeps no sessions and no queues for clients that are away, so that memory
 * depends on nothing but the number of clients.
 */
export class EmbeddedBroker implements Broker {
  readonly #parts: EmbeddedParts;
  readonly #aedes: Aedes;
  readonly #listeners: Listeners;
  readonly #connections = new WeakMap<Client, Connection>();
  /** Those that have logged in. */
  readonly #clientsById = new Map<string, Client>();
  readonly #budget = new PacketBudget();
  readonly #halfOpen = new HalfOpen(mostHalfOpen);
  readonly #inFlight = new InFlight();
  readonly #retained = new Retained();
  #since: number | null = null;
  #isStopping = false;

  constructor(parts: EmbeddedParts) {
    const { settings, clock, log } = parts;
    this.#parts = parts;
    this.#listeners = new Listeners({ settings, clock, log, accept: (socket) => this.#accept(socket) });
    this.#aedes = new Aedes({
      connectTimeout: connectMilliseconds,
      keepaliveLimit: longestKeepAliveSeconds,
      drainTimeout: unreadMilliseconds,
      // No limit: with one, a few slow readers would hold up everybody.
      concurrency: 0,
      preConnect: (client, packet, done) => done(null, this.#greet(client, packet)),
      authenticate: (client, username, password, done) => this.#logIn(client, { username, password }, done),
      authorizePublish: (client, packet, done) => void this.#take(client, packet).then(() => done(null), done),
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#maySubscribe(client, subscription.topic) ? subscription : null),
      authorizeForward: (client, packet) => (this.#mayReceive(client, packet.topic) ? packet : null),
    });
    this.#aedes.on("unsubscribe", (filters, client) => {
      for (const filter of filters) this.#connections.get(client)?.filters.delete(filter);
    });
    this.#aedes.on("clientError", ({ id }, error) =>
      log.info(`An MQTT client was dropped: ${messageOf(error)}`, { id }),
    );
  }

  get state(): BrokerState {
    return { isConnected: this.#since !== null, since: this.#since, clients: this.#clientsById.size };
  }

  /** The ports that it listens on: in the clear, then with TLS. */
  get ports(): readonly number[] {
    return this.#listeners.ports;
  }

  async start(): Promise<void> {
    await this.#aedes.listen();
    await this.#listeners.start();
    this.#since = this.#parts.clock.now();
    this.#parts.log.info("The MQTT broker listens", { ports: this.ports });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#since = null;
    await this.#listeners.stop();
    this.#halfOpen.clear();
    await waitAtMost(this.#parts.clock, stopMilliseconds, this.#inFlight.ended());
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
  }

  subscribe(filter: string): void {
    const { deliver, log } = this.#parts;
    for (const { topic, payload } of this.#retained.of(filter)) {
      deliver({ topic, payload, retained: true, sender: null }).catch((error) => {
        log.warn(`A retained message could not be taken: ${messageOf(error)}`, { topic });
      });
    }
  }

  unsubscribe(): void {
    // Everything that is published comes by here anyway.
  }

  async publish(topic: string, payload: Buffer, { qos, retain }: Required<MqttPublishOptions>): Promise<void> {
    if (this.#since === null) throw new PlatformError("UNAVAILABLE", "The MQTT broker has stopped");
    if (retain && !this.#retained.keep(topic, payload)) {
      throw new PlatformError("UNAVAILABLE", `There is no room to retain ${topic}`);
    }
    await this.#parts.deliver({ topic, payload, retained: false, sender: null });
    await new Promise<void>((resolve, reject) => {
      const packet = { cmd: "publish", dup: false, topic, payload, qos, retain } as const;
      this.#aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
    });
  }

  #accept(socket: Socket): void {
    socket.setKeepAlive(true, idleProbeMilliseconds);
    this.#halfOpen.add(socket);
    const client = this.#aedes.handle(socket);
    const sizes = new PacketSizes(this.#budget);
    this.#connections.set(client, { sizes, filters: new Set(), will: undefined, session: undefined });
    // Beside aedes, which reads: this sees the bytes before its parser does.
    socket.on("data", (chunk) => {
      if (!sizes.accept(chunk)) socket.destroy(new Error("it sent a packet that is too large"));
    });
    socket.once("close", () => {
      sizes.release();
      if (this.#clientsById.get(client.id) === client) this.#clientsById.delete(client.id);
    });
  }

  #greet(client: Client, packet: ConnectPacket): boolean {
    const connection = this.#connections.get(client);
    if (connection) connection.will = packet.will;
    packet.clean = true;
    return !this.#isStopping;
  }

  #logIn(
    client: Client,
    { username, password }: { readonly username: string | undefined; readonly password: Buffer | undefined },
    done: (error: AuthenticateError | null, isIn: boolean) => void,
  ): void {
    try {
      const socket = client.conn as Socket;
      const address = socket.remoteAddress ?? "";
      const session = logIn(this.#parts.authenticator, { username, password: password?.toString("utf8"), address });
      this.#admit(client, session);
      this.#halfOpen.delete(socket);
      done(null, true);
    } catch (error) {
      const code = error instanceof PlatformError ? returnCodes[error.code] : undefined;
      done(Object.assign(new Error(messageOf(error)), { returnCode: code ?? 3 }), false);
    }
  }

  /** Throws when there is a reason against this client although its key is good. */
  #admit(client: Client, session: Session): void {
    const connection = this.#connections.get(client);
    const namesake = this.#clientsById.get(client.id);
    const theirs = namesake && this.#connections.get(namesake)?.session;
    if (client.id.length > longestClientId || (theirs && !isSameCaller(theirs, session))) {
      throw new PlatformError("CONFLICT", "The client id is another client's, or too long");
    }
    if (!namesake && this.#clientsById.size >= mostClients) {
      throw new PlatformError("UNAVAILABLE", `There are ${mostClients} MQTT clients already`);
    }
    const will = connection?.will;
    const refusal = will ? this.#whyNotPublish(session, will) : null;
    if (!connection || refusal !== null)
      throw new PlatformError("FORBIDDEN", `The last will is not permitted: ${refusal}`);
    connection.session = session;
    connection.sizes.allowLarge();
    this.#clientsById.set(client.id, client);
  }

  /** Resolves once the message is stored. Rejects when it must not be acknowledged, which ends the connection. */
  async #take(client: Client | null, packet: PublishPacket): Promise<void> {
    const { prefix, deliver } = this.#parts;
    const session = client ? this.#sessionOf(client) : undefined;
    if (!session || this.#isStopping)
      throw new PlatformError("UNAVAILABLE", "The key has been revoked, or the hub stops");
    const refusal = this.#whyNotPublish(session, packet);
    if (refusal !== null) throw new PlatformError("FORBIDDEN", `It may not publish ${packet.topic}: ${refusal}`);
    const { topic, qos, retain } = packet;
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    const message = { topic, payload, retained: false, sender: session.caller };
    const isTaken = await this.#inFlight.run(payload.length, () => deliver(message));
    const isForTheHub = topic.startsWith(`${prefix}/`) && !retain;
    if (!isTaken && isForTheHub && qos > 0)
      throw new PlatformError("UNAVAILABLE", `Nothing in the hub takes ${topic} now`);
    // Without room it is passed on all the same.
    if (retain && !this.#retained.keep(topic, payload)) packet.retain = false;
  }

  #whyNotPublish(session: Session, { topic, qos = 0, retain = false, payload }: Publishable): string | null {
    return whyNotPublish(session, this.#parts.prefix, { topic, qos, retain, bytes: payload.length });
  }

  #maySubscribe(client: Client, filter: string): boolean {
    const connection = this.#connections.get(client);
    const session = this.#sessionOf(client);
    if (!connection || !session || !maySubscribe(session, this.#parts.prefix, filter)) return false;
    connection.filters.add(filter);
    return connection.filters.size <= mostFilters;
  }

  #mayReceive(client: Client, topic: string): boolean {
    const session = this.#sessionOf(client);
    if (!session || !mayReceive(session, this.#parts.prefix, topic)) return false;
    if (client.conn.writableLength <= mostUnread) return true;
    client.conn.destroy(new Error("it does not read what it has subscribed to"));
    return false;
  }

  /** Of a client whose key still holds. */
  #sessionOf(client: Client): Session | undefined {
    const session = this.#connections.get(client)?.session;
    return session && this.#parts.isKey(session.keyHash) ? session : undefined;
  }
}

function isSameCaller(one: Session, other: Session): boolean {
  return one.caller.name === other.caller.name && one.caller.agentGuid === other.caller.agentGuid;
}
