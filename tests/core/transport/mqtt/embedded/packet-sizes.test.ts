import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestPacket, PacketBudget, PacketSizes } from "../../../../../core/transport/mqtt/embedded/packet-sizes.ts";

/** A PUBLISH packet with a payload of so many bytes (MQTT 3.1.1, 3.3). */
function publish(bytes: number): Buffer {
  const topic = [0, 1, 0x61];
  return Buffer.concat([Buffer.from([0x30, ...lengthField(topic.length + bytes), ...topic]), Buffer.alloc(bytes)]);
}

function lengthField(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, ...lengthField(Math.floor(length / 128))];
}

function loggedIn(budget = new PacketBudget()): PacketSizes {
  const sizes = new PacketSizes(budget);
  sizes.allowLarge();
  return sizes;
}

/** The first bytes of a packet that says to be so long. */
const headOf = (bytes: number) => publish(bytes).subarray(0, 5);

describe("PacketSizes", () => {
  it("accepts packets of any length up to the largest, in whatever pieces they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 20 }),
        (lengths, steps) => {
          const stream = Buffer.concat(lengths.map(publish));
          const sizes = loggedIn();
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const next = at + (steps[turn % steps.length] as number);
            if (!sizes.accept(stream.subarray(at, next))) return false;
            at = next;
          }
          return true;
        },
      ),
      { numRuns: 50 },
    );
  });

  it("refuses a packet that is too large by its first bytes", () => {
    expect([loggedIn().accept(headOf(largestPacket - 3)), loggedIn().accept(headOf(largestPacket - 2))]).toEqual([
      true,
      false,
    ]);
  });

  it("refuses a length field that does not end", () => {
    expect(loggedIn().accept(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]))).toBe(false);
  });

  it("takes small packets only before a client has logged in", () => {
    const budget = new PacketBudget();
    const accepted = [16_000, 17_000].map((bytes) => new PacketSizes(budget).accept(headOf(bytes)));

    expect(accepted).toEqual([true, false]);
  });

  it("bounds what all clients together have on their way, and gives it back", () => {
    const budget = new PacketBudget();
    const connections = Array.from({ length: 65 }, () => loggedIn(budget));
    const accepted = connections.map((sizes) => sizes.accept(headOf(largestPacket - 100)));
    connections[0]?.release();
    const later = loggedIn(budget).accept(headOf(largestPacket - 100));

    expect([accepted.filter((isAccepted) => isAccepted).length, later]).toEqual([64, true]);
  });
});
