import { describe, expect, test } from "vitest";
import { MemoryOutbox } from "../../../agent/outbox/memory-outbox.ts";
import { sampleHeartbeat } from "../sample-heartbeat.ts";

const sequencesIn = async (outbox: MemoryOutbox) => (await outbox.oldest(100)).map(({ sequence }) => sequence);

async function filled(capacity: number, count: number): Promise<MemoryOutbox> {
  const outbox = new MemoryOutbox(capacity);
  for (let sequence = 1; sequence <= count; sequence++) await outbox.add(sampleHeartbeat(sequence));
  return outbox;
}

describe("MemoryOutbox", () => {
  test("gives the oldest heartbeats first", async () => {
    const outbox = await filled(10, 3);
    expect((await outbox.oldest(2)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test("drops the oldest one when it is full, and counts it", async () => {
    const outbox = await filled(3, 5);
    expect([await sequencesIn(outbox), outbox.dropped]).toEqual([[3, 4, 5], 2]);
  });

  test("forgets what was acknowledged, also when some of it was dropped meanwhile", async () => {
    const outbox = await filled(3, 3);
    const sent = await outbox.oldest(2);
    await outbox.add(sampleHeartbeat(4));
    await outbox.forget(sent);
    expect(await sequencesIn(outbox)).toEqual([3, 4]);
  });
});
