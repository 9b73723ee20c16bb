import { describe, expect, test } from "vitest";
import { newerAgent } from "../../../agent/update/launch.ts";
import { tryUpdate } from "../../../agent/update/trial.ts";
import { UpdateFolder } from "../../../agent/update/update-folder.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../log-spy.ts";
import { type FakeAgent, FakeProgram } from "./fake-program.ts";
import { MemoryFiles } from "./memory-files.ts";
import { newAgent, sampleOffer } from "./sample-offer.ts";

async function prepare(onStart: (agent: FakeAgent) => void, stopped: Promise<unknown> = new Promise(() => {})) {
  const clock = new FakeClock();
  const folder = new UpdateFolder(new MemoryFiles());
  const program = new FakeProgram();
  program.onStart = onStart;
  const log = new LogSpy();
  const file = await folder.keep(sampleOffer, newAgent);
  const options = { folder, program, configPath: "/etc/config.yaml", clock, log, seconds: 300, stopped };
  const trial = () => tryUpdate({ offer: sampleOffer, file }, options);
  return { clock, folder, program, trial };
}

describe("a new version on trial", () => {
  test("takes over once the hub has taken a heartbeat of it", async () => {
    const { folder, program, trial } = await prepare((agent) => agent.accept());

    const verdict = await trial();

    const runs = await newerAgent(folder, "0.1.0");
    expect([verdict, program.started[0]?.isStopped, runs]).toEqual([
      "accepted",
      true,
      `/updates/homelab-agent-${sampleOffer.sha256.slice(0, 16)}.mjs`,
    ]);
  });

  test.each([
    [{ code: 1, lastWords: "Error: no such thing" }, "It ended with exit code 1: Error: no such thing"],
    [{ code: null, lastWords: "" }, "It was killed"],
  ])("is bad when it ends with %j", async (end, reason) => {
    const { folder, trial } = await prepare((agent) => agent.end(end));

    const verdict = await trial();

    expect([verdict, (await folder.load()).failure?.reason, await newerAgent(folder, "0.1.0")]).toEqual([
      "rolled_back",
      reason,
      null,
    ]);
  });

  test("gets a second chance when the hub was not heard, and no third", async () => {
    const { clock, folder, program, trial } = await prepare(() => {});
    const patiently = async () => {
      const verdict = trial();
      await clock.advance(300_000);
      return verdict;
    };

    const verdicts = [await patiently(), await patiently()];

    expect([
      verdicts,
      program.started.map(({ isStopped }) => isStopped),
      (await folder.load()).failure?.reason,
    ]).toEqual([["undecided", "rolled_back"], [true, true], "The hub took no heartbeat of it within 300 s"]);
  });

  test("is called off, without a stain, when this agent is told to stop", async () => {
    const { folder, program, trial } = await prepare(() => {}, Promise.resolve("SIGTERM"));

    const verdict = await trial();

    expect([verdict, program.started[0]?.isStopped, await folder.load()]).toEqual([
      "called_off",
      true,
      { accepted: null, trial: null, failure: null },
    ]);
  });
});
