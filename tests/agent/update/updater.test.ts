import { describe, expect, test } from "vitest";
import type { UpdateOffer } from "../../../agent/update/offer.ts";
import { UpdateFolder } from "../../../agent/update/update-folder.ts";
import { Updater } from "../../../agent/update/updater.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../log-spy.ts";
import { FakeProgram } from "./fake-program.ts";
import { MemoryFiles } from "./memory-files.ts";
import { newAgent, sampleOffer } from "./sample-offer.ts";

interface Prepared {
  readonly fetch?: (offer: UpdateOffer) => Promise<Uint8Array>;
  readonly printed?: string | Error;
  readonly ownVersion?: string;
}

async function prepare({ fetch = async () => newAgent, printed, ownVersion = "0.1.0" }: Prepared = {}) {
  const files = new MemoryFiles();
  const program = new FakeProgram();
  if (printed !== undefined) program.printed = printed;
  const folder = new UpdateFolder(files);
  const options = { folder, program, ownVersion, configPath: "/etc/config.yaml", fetch };
  const updater = new Updater({ ...options, clock: new FakeClock(), log: new LogSpy() });
  await updater.start();
  /** Offers as often as heartbeats are answered, and waits for what comes of each. */
  async function offer(times = 1, one: UpdateOffer = sampleOffer) {
    for (let count = 0; count < times; count++) {
      updater.accepted(one);
      await Promise.race([updater.staged, updater.settled()]);
    }
    return updater.report().agent_update;
  }
  return { updater, files, offer };
}

describe("an offered update", () => {
  test("is fetched, verified and tried out before the present version makes way", async () => {
    const { updater, files, offer } = await prepare();

    const progress = await offer();

    const file = `homelab-agent-${sampleOffer.sha256.slice(0, 16)}.mjs`;
    expect({ progress, staged: await updater.staged, kept: files.contents.get(file) }).toEqual({
      progress: { state: "verifying", version: "0.2.0", offered_at: sampleOffer.offeredAt, reason: null },
      staged: { offer: sampleOffer, file: `/updates/${file}` },
      kept: newAgent,
    });
  });

  test.each([
    ["another file than was offered", { fetch: async () => newAgent.map((byte) => byte ^ 1) }, /^The SHA-256 of what/],
    ["half of it", { fetch: async () => newAgent.subarray(1) }, /^The hub sent 16 bytes, where it had offered 17$/],
    [
      "an agent that crashes",
      { printed: new Error("SyntaxError: oh") },
      /^It cannot measure this machine: SyntaxError: oh$/,
    ],
    ["an agent of another version", { printed: '{"agent_version":"0.1.0"}' }, /^It says that it is version 0.1.0$/],
    ["something that is no agent", { printed: "hello" }, /^It cannot measure this machine/],
  ])("comes to nothing when the hub sends %s, and leaves nothing", async (_, prepared: Prepared, reason) => {
    const { files, offer } = await prepare(prepared);

    const progress = await offer(3);

    expect([progress, [...files.contents.keys()]]).toEqual([
      { state: "failed", version: "0.2.0", offered_at: sampleOffer.offeredAt, reason: expect.stringMatching(reason) },
      ["state.json"],
    ]);
  });

  test("is fetched anew when that failed, with the answers to the next two heartbeats", async () => {
    let calls = 0;
    const fetch = async () => {
      calls++;
      throw new Error("ECONNRESET");
    };
    const { offer } = await prepare({ fetch });

    const progress = [await offer(), await offer(), (await offer(5))?.reason];

    expect([progress, calls]).toEqual([[null, null, "It could not be fetched: ECONNRESET"], 3]);
  });

  test("is not followed when it is not newer", async () => {
    const { offer } = await prepare({ ownVersion: "0.2.0" });

    expect(await offer()).toBeNull();
  });

  test("is over, until the next start, when the disk does not take it", async () => {
    const { files, offer } = await prepare();
    files.operationsLeft = 0;

    const progress = [await offer(), await offer()];

    expect(progress.map((one) => [one?.state, one?.reason])).toEqual([
      ["failed", "It cannot be kept on disk: The power is off"],
      ["failed", "It cannot be kept on disk: The power is off"],
    ]);
  });

  test("is tried anew when somebody asks again", async () => {
    let content = newAgent.subarray(1);
    const { updater, offer } = await prepare({ fetch: async () => content });
    await offer();
    content = newAgent;
    const again = { ...sampleOffer, offeredAt: "2026-01-16T12:00:00.000Z" };

    await offer(1, again);

    expect((await updater.staged).offer).toEqual(again);
  });
});
