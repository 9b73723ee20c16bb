import { describe, expect, it } from "vitest";
import { connectPacket, PacketReader, publishPacket, subscribePacket } from "../../../agent/runtime/mqtt-packets.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));

describe("a packet to a broker", () => {
  it("logs in as MQTT 3.1.1 section 3.1 says", () => {
    const will = { topic: "w", payload: "off" };
    const packet = connectPacket({ clientId: "a", username: "u", password: "p", keepAliveSeconds: 258, will });

    expect(hex(packet)).toBe(hex(bytes("10 1b 0004 4d515454 04 ee 0102 0001 61 0001 77 0003 6f6666 0001 75 0001 70")));
  });

  it.each([
    [false, "32 07 0001 74 1234 c3a4"],
    [true, "33 07 0001 74 1234 c3a4"],
  ])("publishes with QoS 1, retained: %s", (retain, expected) => {
    expect(hex(publishPacket({ topic: "t", payload: "ä", retain, id: 0x1234 }))).toBe(hex(bytes(expected)));
  });

  it("says its length in as many bytes as that takes", () => {
    const heads = [122, 123, 16_378, 16_379].map((length) => {
      return hex(publishPacket({ topic: "t", payload: "x".repeat(length), retain: false, id: 1 }).subarray(1, 5));
    });

    expect(heads.map((head) => head.slice(0, 6))).toEqual(["7f0001", "800100", "ff7f00", "808001"]);
  });

  it("subscribes", () => {
    expect(hex(subscribePacket(1, "a/b"))).toBe(hex(bytes("82 08 0001 0003 612f62 00")));
  });
});

describe("PacketReader", () => {
  const stream = bytes("20020000 90030001 80 40021234 3006 0001 74 c3a421 3207 0001 74 0001 6869 d000");
  const packets = [
    { type: "connack", code: 0 },
    { type: "suback", id: 1, code: 128 },
    { type: "puback", id: 0x1234 },
    { type: "publish", topic: "t", payload: "ä!" },
    { type: "publish", topic: "t", payload: "hi" },
    { type: "pingresp" },
  ];

  it.each([1, 2, 5, 1000])("reads packets in pieces of %i bytes", (size) => {
    const reader = new PacketReader();
    const read = [];
    for (let at = 0; at < stream.length; at += size) read.push(...reader.read(stream.subarray(at, at + size)));

    expect(read).toEqual(packets);
  });

  it.each([
    ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(200))],
    ["a length without an end", bytes("30ffffffff")],
    ["a packet of 256 MiB", bytes("30ffffff7f")],
  ])("throws at %s", (_, chunk) => {
    expect(() => new PacketReader().read(chunk)).toThrow(/too long|not an MQTT broker/);
  });
});
