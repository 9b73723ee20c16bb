/*
 * The part of MQTT 3.1.1 that an agent speaks: it logs in, publishes with QoS 1, and hears one topic. A whole client would make the
 * agent three times as large and take 10 MB more.
 */

/** How a client logs in. */
export interface Connect {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly keepAliveSeconds: number;
  /** What the broker publishes, retained, when the client is lost. */
  readonly will: { readonly topic: string; readonly payload: string };
}

/** A message that goes out. */
export interface Publish {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  /** 1..65535. */
  readonly id: number;
}

/** A packet that a broker sends. The code of a CONNACK is 0 for welcome; that of a SUBACK is the granted QoS, or 128. */
export type BrokerPacket =
  | { readonly type: "connack"; readonly code: number }
  | { readonly type: "puback"; readonly id: number }
  | { readonly type: "suback"; readonly id: number; readonly code: number }
  | { readonly type: "publish"; readonly topic: string; readonly payload: string }
  | { readonly type: "pingresp" };

/** Longest packet that is taken from a broker, in bytes. */
const longestPacket = 4 * 1024 * 1024;

/** Clean session, last will with QoS 1 and retained, password, user name (3.1.2.3). */
const connectFlags = 0b1110_1110;

/** CONNECT (3.1). */
export function connectPacket({ clientId, username, password, keepAliveSeconds, will }: Connect): Uint8Array {
  const head = [field("MQTT"), Uint8Array.of(4, connectFlags, ...number(keepAliveSeconds))];
  return packet(0x10, [...head, ...[clientId, will.topic, will.payload, username, password].map(field)]);
}

/** PUBLISH with QoS 1 (3.3). */
export function publishPacket({ topic, payload, retain, id }: Publish): Uint8Array {
  return packet(retain ? 0x33 : 0x32, [field(topic), Uint8Array.of(...number(id)), utf8(payload)]);
}

/** SUBSCRIBE to one filter with QoS 0 (3.8): an answer that is lost is asked for again. */
export function subscribePacket(id: number, filter: string): Uint8Array {
  return packet(0x82, [Uint8Array.of(...number(id)), field(filter), Uint8Array.of(0)]);
}

/** PINGREQ (3.12). */
export const pingPacket: Uint8Array = Uint8Array.of(0xc0, 0);

/** DISCONNECT (3.14): the last will is not wanted. */
export const disconnectPacket: Uint8Array = Uint8Array.of(0xe0, 0);

/** Cuts what a broker sends into packets. */
export class PacketReader {
  #bytes: Uint8Array = new Uint8Array();

  /** The packets that are complete now. Throws when the bytes are no packets, or one is too long. */
  read(chunk: Uint8Array): BrokerPacket[] {
    this.#bytes = concat([this.#bytes, chunk]);
    const packets: BrokerPacket[] = [];
    for (;;) {
      const head = headOf(this.#bytes);
      if (head === null || this.#bytes.length < head.end) return packets;
      packets.push(parse(this.#bytes[0] ?? 0, this.#bytes.subarray(head.start, head.end)));
      this.#bytes = this.#bytes.subarray(head.end);
    }
  }
}

/** Where the content of the first packet begins and ends; `null` while its length is not complete. */
function headOf(bytes: Uint8Array): { readonly start: number; readonly end: number } | null {
  let length = 0;
  for (let index = 1; index <= 4; index++) {
    const byte = bytes[index];
    if (byte === undefined) return null;
    length += (byte & 127) * 128 ** (index - 1);
    if (length > longestPacket) throw new Error("the broker sent a packet that is too long");
    if (byte < 128) return { start: index + 1, end: index + 1 + length };
  }
  throw new Error("what answers is not an MQTT broker");
}

function parse(first: number, content: Uint8Array): BrokerPacket {
  const [high = 0, low = 0, third = 0] = content;
  if (first >> 4 === 3) return parsePublish(first, content);
  switch (first) {
    case 0x20:
      return { type: "connack", code: low };
    case 0x40:
      return { type: "puback", id: high * 256 + low };
    case 0x90:
      return { type: "suback", id: high * 256 + low, code: third };
    case 0xd0:
      return { type: "pingresp" };
    default:
      throw new Error("what answers is not an MQTT broker");
  }
}

function parsePublish(first: number, content: Uint8Array): BrokerPacket {
  const [high = 0, low = 0] = content;
  const topicEnd = 2 + high * 256 + low;
  // A broker grants what was asked for, QoS 0; then there is no id.
  const start = (first & 0b110) === 0 ? topicEnd : topicEnd + 2;
  const text = (from: number, to?: number) => new TextDecoder().decode(content.subarray(from, to));
  return { type: "publish", topic: text(2, topicEnd), payload: text(start) };
}

function packet(first: number, parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(parts);
  return concat([Uint8Array.of(first, ...lengthField(content.length)), content]);
}

/** A text after its length in bytes (1.5.3). */
function field(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat([Uint8Array.of(...number(bytes.length)), bytes]);
}

function number(value: number): [number, number] {
  return [value >> 8, value & 255];
}

/** Seven bits a byte, the lowest first (2.2.3). */
function lengthField(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, ...lengthField(Math.floor(length / 128))];
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
