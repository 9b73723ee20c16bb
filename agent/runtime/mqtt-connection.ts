import type { Socket } from "node:net";
import type { Clock, Undo } from "../../core/sdk/index.ts";
import { connect, hostOf } from "./connect.ts";
import {
  type BrokerPacket,
  type Connect,
  connectPacket,
  disconnectPacket,
  PacketReader,
  pingPacket,
  publishPacket,
  subscribePacket,
} from "./mqtt-packets.ts";

/** Where a broker is, and how to log in there. */
export interface MqttLogin extends Omit<Connect, "keepAliveSeconds"> {
  /** `mqtt:` or `mqtts:`. */
  readonly url: URL;
  /** Text of a PEM file: who signed the broker's certificate. `null` trusts what Node trusts. */
  readonly ca: string | null;
}

/** The broker does not let the client in, with the code of its CONNACK (MQTT 3.1.1, 3.2.2.3). */
export class MqttRefused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`the broker refused the connection (${code})`);
    this.code = code;
  }
}

const notAuthorized = 5;
const keepAliveSeconds = 120;
const pingMilliseconds = 50_000;
const ports: Readonly<Record<string, number>> = { "mqtt:": 1883, "mqtts:": 8883 };

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One connection to a broker. It ends at the first thing that goes wrong, and another takes its place. */
export class MqttConnection {
  /** Hears the messages of what was subscribed to. */
  onMessage: (payload: string) => void = () => {};
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #reader = new PacketReader();
  /** By packet id; 0 waits for the CONNACK. */
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
  #ended: Error | null = null;
  #undoPing: Undo = () => {};

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (error) => this.#end(error));
    socket.on("close", () => this.#end(new Error("the broker closed the connection")));
  }

  /** Connects and logs in. Rejects with `MqttRefused`, or with why the broker cannot be reached. */
  static async open(login: MqttLogin, clock: Clock, signal: AbortSignal): Promise<MqttConnection> {
    signal.throwIfAborted();
    const connection = new MqttConnection(openSocket(login), clock);
    const abort = () => connection.#end(new Error("the time was up"));
    signal.addEventListener("abort", abort, { once: true });
    try {
      await connection.#exchange(0, connectPacket({ ...login, keepAliveSeconds }));
    } finally {
      signal.removeEventListener("abort", abort);
    }
    connection.#pingLater();
    return connection;
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  /** Resolves when the broker has granted it. */
  subscribe(filter: string): Promise<void> {
    const id = this.#nextId();
    return this.#exchange(id, subscribePacket(id, filter));
  }

  /** Publishes with QoS 1; resolves when the broker has acknowledged it. */
  publish(topic: string, payload: string, retain = false): Promise<void> {
    const id = this.#nextId();
    return this.#exchange(id, publishPacket({ topic, payload, retain, id }));
  }

  /** Says good-bye. */
  close(): void {
    if (this.isOpen) this.#socket.end(disconnectPacket);
    this.#end(new Error("the connection was closed"));
  }

  #nextId(): number {
    this.#id = (this.#id % 65_535) + 1;
    return this.#id;
  }

  #exchange(id: number, packet: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(packet);
    });
  }

  #take(chunk: Uint8Array): void {
    try {
      for (const packet of this.#reader.read(chunk)) this.#act(packet);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #act(packet: BrokerPacket): void {
    if (packet.type === "publish") this.onMessage(packet.payload);
    if (packet.type === "puback") this.#settle(packet.id);
    if (packet.type === "connack") this.#answered(0, packet.code === 0 ? null : packet.code);
    if (packet.type === "suback") this.#answered(packet.id, packet.code < 128 ? null : notAuthorized);
  }

  /** `refusal` is `null` when it was granted. */
  #answered(id: number, refusal: number | null): void {
    if (refusal === null) this.#settle(id);
    else this.#end(new MqttRefused(refusal));
  }

  #settle(id: number): void {
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
  }

  #pingLater(): void {
    this.#undoPing = this.#clock.after(pingMilliseconds, () => {
      this.#socket.write(pingPacket);
      this.#pingLater();
    });
  }

  #end(error: Error): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#undoPing();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    // What was written last, a good-bye, still goes out.
    this.#socket.destroySoon();
  }
}

function openSocket({ url, ca }: MqttLogin): Socket {
  const port = Number(url.port) || ports[url.protocol] || 1883;
  return connect({ host: hostOf(url), port, isEncrypted: url.protocol === "mqtts:", ca });
}
