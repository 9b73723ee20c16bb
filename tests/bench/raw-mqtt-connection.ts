import net, { type Socket } from "node:net";
import { PreparedHeartbeat } from "./prepared-heartbeat.ts";

/** What a connection reports. */
export interface MqttEvents {
  /** Its oldest heartbeat was acknowledged; it had been sent at `since` (`performance.now()`). */
  readonly acknowledged: (connection: RawMqttConnection, since: number) => void;
  readonly closed: (connection: RawMqttConnection) => void;
}

/** Where the broker is, and the key that lets everybody in. */
export interface MqttTarget {
  readonly port: number;
  readonly key: string;
}

const publishQos1 = 0x32;
const [connack, puback] = [0x20, 0x40];

/** One machine's connection to a broker, written by hand (MQTT 3.1.1) so that the load costs the loader little. */
export class RawMqttConnection {
  /** Resolves once the broker has let it in. */
  readonly ready: Promise<void>;
  readonly #socket: Socket;
  readonly #events: MqttEvents;
  readonly #heartbeat: PreparedHeartbeat;
  readonly #topic: Buffer;
  readonly #since: number[] = [];
  #messageId = 0;
  #rest: Buffer = Buffer.alloc(0);
  #isReady = () => {};

  constructor(number: number, { port, key }: MqttTarget, events: MqttEvents) {
    const guid = `a1b2c3d4-0000-4000-8000-00000000${number.toString(16).padStart(4, "0")}`;
    this.#events = events;
    this.#heartbeat = new PreparedHeartbeat(number, "none", key);
    this.#topic = field(`homelab/agents/${guid}/heartbeat`);
    this.ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
    this.#socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => events.closed(this));
    const flags = [4, 0b1100_0010, 0, 60];
    const body = Buffer.concat([field("MQTT"), Buffer.from(flags), field(guid), field(guid), field(key)]);
    this.#socket.write(Buffer.concat([Buffer.from([0x10]), lengthField(body.length), body]));
  }

  /** How many heartbeats wait for their acknowledgement. */
  get waiting(): number {
    return this.#since.length;
  }

  send(since: number): void {
    const request = this.#heartbeat.next(Date.now());
    const body = request.subarray(request.indexOf("\r\n\r\n") + 4);
    this.#messageId = (this.#messageId % 65_535) + 1;
    const id = Buffer.from([this.#messageId >> 8, this.#messageId & 255]);
    const length = lengthField(this.#topic.length + 2 + body.length);
    this.#since.push(since);
    this.#socket.write(Buffer.concat([Buffer.from([publishQos1]), length, this.#topic, id, body]));
  }

  close(): void {
    this.#socket.destroy();
  }

  /** The packets that a broker sends here have four bytes each. */
  #take(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (; at + 4 <= bytes.length; at += 4) {
      const type = bytes[at];
      if (type === connack && bytes[at + 3] === 0) this.#isReady();
      else if (type === puback) this.#events.acknowledged(this, this.#since.shift() ?? 0);
      else this.close();
    }
    this.#rest = bytes.subarray(at);
  }
}

function field(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function lengthField(length: number): Buffer {
  const bytes: number[] = [];
  for (let left = length; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}
