import { describe, expect, test } from "vitest";
import { newerAgent } from "../../../agent/update/launch.ts";
import { tryUpdate } from "../../../agent/update/trial.ts";
import { UpdateFolder } from "../../../agent/update/update-folder.ts";
import { Updater } from "../../../agent/update/updater.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../log-spy.ts";
import { type FakeAgent, FakeProgram } from "./fake-program.ts";
import { MemoryFiles } from "./memory-files.ts";
import { newAgent, sampleOffer } from "./sample-offer.ts";

const acceptedPath = `/updates/homelab-agent-${sampleOffer.sha256.slice(0, 16)}.mjs`;

/** One run of the installed version 0.1.0, from its start until it made way, or nothing more is offered to it. */
async function run(files: MemoryFiles, onStart: (agent: FakeAgent) => void): Promise<void> {
  const folder = new UpdateFolder(files);
  const program = new FakeProgram();
  program.onStart = onStart;
  const [clock, log] = [new FakeClock(), new LogSpy()];
  const common = { folder, program, configPath: "/etc/config.yaml", clock, log };
  const updater = new Updater({ ...common, ownVersion: "0.1.0", fetch: async () => newAgent });
  await updater.start();
  updater.accepted(sampleOffer);
  const staged = await Promise.race([updater.staged, updater.settled().then(() => null)]);
  if (staged) await tryUpdate(staged, { ...common, seconds: 300, stopped: new Promise(() => {}) });
}

/** Cuts the power at every operation, one after the other: what the next start runs, and what comes of the update in the end. */
async function cutEverywhere(onStart: (agent: FakeAgent) => void) {
  const outcomes: (readonly [string | null, string | null, string | undefined])[] = [];
  for (let operations = 0; ; operations++) {
    const files = new MemoryFiles();
    files.operationsLeft = operations;
    await run(files, onStart).catch(() => {});
    const isOver = files.operationsLeft > 0;
    files.operationsLeft = Number.POSITIVE_INFINITY;
    const folder = new UpdateFolder(files);
    const next = await newerAgent(folder, "0.1.0");
    if (next === null) await run(files, onStart);
    outcomes.push([next, await newerAgent(folder, "0.1.0"), (await folder.load()).failure?.kind]);
    if (isOver) return outcomes;
  }
}

describe("when the power goes off in the midst of an update, wherever that is,", () => {
  test("the next start runs the old version or the accepted new one, and the update comes to its end", async () => {
    const outcomes = await cutEverywhere((agent) => agent.accept());

    expect({
      isLong: outcomes.length > 10,
      next: [...new Set(outcomes.map(([next]) => next))],
      end: [...new Set(outcomes.map(([, end, failure]) => [end, failure].join()))],
    }).toEqual({ isLong: true, next: [null, acceptedPath], end: [`${acceptedPath},`] });
  });

  test("a version that crashes never runs", async () => {
    const outcomes = await cutEverywhere((agent) => agent.end({ code: 1, lastWords: "" }));

    expect([...new Set(outcomes.map((outcome) => outcome.join()))]).toEqual([",,rolled_back"]);
  });

  test("a version that takes the power down with it is started twice and no more", async () => {
    const files = new MemoryFiles();
    let starts = 0;
    const crash = () => {
      starts++;
      throw new Error("the machine hangs");
    };
    for (let boots = 0; boots < 5; boots++) await run(files, crash).catch(() => {});

    expect([starts, (await new UpdateFolder(files).load()).failure?.reason]).toEqual([
      2,
      "Its trial was interrupted again",
    ]);
  });
});
