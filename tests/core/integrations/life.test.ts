import { beforeEach, describe, expect, it } from "vitest";
import { IntegrationLife } from "../../../core/integrations/life.ts";
import { AuthFailed, NotReady } from "../../../core/integrations/signals.ts";
import type { UndoStack } from "../../../core/lifecycle/undo-stack.ts";
import type { IntegrationContext, Problem } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";

type Setup = (
  context: Pick<IntegrationContext, "signal" | "onStop" | "notReady" | "authFailed">,
) => Promise<void> | void;

let clock: FakeClock;
let log: LogSpy;
let history: string[];
let life: IntegrationLife;

const manifest = { domain: "docker", name: "Docker", version: "1.0.0", api: 1, description: "x" };

function createLife(setup: Setup): IntegrationLife {
  const createContext = (signal: AbortSignal, undos: UndoStack) => {
    const context: Parameters<Setup>[0] = {
      signal,
      onStop: (cleanup) => void undos.add(cleanup),
      notReady: (why) => {
        throw new NotReady(why);
      },
      authFailed: (why) => {
        throw new AuthFailed(why);
      },
    };
    return context as IntegrationContext;
  };
  const onChange = () => history.push(life.error === null ? life.state : `${life.state}: ${life.error}`);
  const report = (id: string, { title }: Problem) => {
    history.push(`problem ${id}: ${title}`);
    return note(`no problem ${id}`);
  };
  life = new IntegrationLife(
    { manifest, integration: { config: {}, setup }, config: {} },
    { clock, log, createContext, onChange, report, prepare: async () => {} },
  );
  return life;
}

beforeEach(() => {
  clock = new FakeClock();
  log = new LogSpy();
  history = [];
});

const note = (text: string) => () => void history.push(text);

describe("an integration's life", () => {
  it("goes from starting to running to stopped, and takes back what it added in reverse order", async () => {
    createLife(({ onStop }) => {
      onStop(note("first undone"));
      onStop(note("second undone"));
    });

    await life.start();
    await life.stop();

    expect([history, clock.pending, log.lines]).toEqual([
      ["starting", "running", "second undone", "first undone", "stopped"],
      0,
      [],
    ]);
  });

  it("aborts its signal before anything is taken back", async () => {
    createLife(({ signal, onStop }) => onStop(() => void history.push(`aborted: ${signal.aborted}`)));

    await life.start();
    await life.stop();

    expect(history).toContain("aborted: true");
  });

  it("takes back what a setup added before it threw, and does not try again", async () => {
    createLife(({ onStop }) => {
      onStop(note("undone"));
      throw new Error("no such socket");
    });

    await life.start();
    await clock.advance(3_600_000);

    expect([history, log.messages("error")]).toEqual([
      ["starting", "undone", "failed: no such socket"],
      ["Setup failed: no such socket"],
    ]);
  });

  it("tries again after 5, 10, 20 and 40 seconds when its source is not ready", async () => {
    const start = clock.now();
    const tries: number[] = [];
    createLife(({ notReady }) => {
      tries.push((clock.now() - start) / 1000);
      notReady("the engine is starting");
    });

    await life.start();
    await clock.advance(80_000);

    expect([tries, life.state, life.error, log.messages("warn").slice(0, 2)]).toEqual([
      [0, 5, 15, 35, 75],
      "retrying",
      "the engine is starting",
      [
        "Not ready: the engine is starting. Trying again in 5 s",
        "Not ready: the engine is starting. Trying again in 10 s",
      ],
    ]);
  });

  it("waits a quarter of an hour at most, and is quick again after it ran", async () => {
    const tries: number[] = [];
    let isReady = false;
    createLife(({ notReady }) => {
      tries.push(clock.now());
      if (!isReady) notReady("not yet");
    });
    await life.start();
    await clock.advance(3 * 3_600_000);
    const longest = Math.max(...tries.slice(1).map((at, index) => at - (tries[index] ?? 0)));
    isReady = true;
    await clock.advance(15 * 60_000);
    const then = life.state;
    isReady = false;
    await life.stop();
    await life.start();

    expect([longest, then, log.messages("warn").at(-1)]).toEqual([
      15 * 60_000,
      "running",
      "Not ready: not yet. Trying again in 5 s",
    ]);
  });

  it("runs when a later try succeeds, with a signal that has not aborted", async () => {
    let tries = 0;
    const signals: AbortSignal[] = [];
    createLife(({ signal, notReady }) => {
      signals.push(signal);
      if (++tries < 3) notReady("not yet");
    });

    await life.start();
    await clock.advance(15_000);

    expect([life.state, signals.map(({ aborted }) => aborted), clock.pending]).toEqual([
      "running",
      [true, true, false],
      0,
    ]);
  });

  it("is not tried again once it was stopped", async () => {
    let tries = 0;
    createLife(({ notReady }) => {
      tries++;
      notReady("not yet");
    });

    await life.start();
    await life.stop();
    await clock.advance(3_600_000);

    expect([tries, life.state, life.error, clock.pending]).toEqual([1, "stopped", null, 0]);
  });

  it("warns of a setup that takes 2 seconds, and gives up one that takes 30", async () => {
    createLife(() => clock.sleep(60_000));
    const started = life.start();
    await clock.advance(2000);
    const early = [life.state, ...log.messages("warn")];
    await clock.advance(28_000);
    await started;

    expect([early, life.state, life.error]).toEqual([
      ["starting", "Setup takes long; the hub goes on without it"],
      "failed",
      "Setup did not end within 30 s",
    ]);
  });

  it("takes back at once what a setup adds after it was given up", async () => {
    createLife(async ({ onStop }) => {
      await clock.sleep(31_000);
      onStop(note("late addition undone"));
    });
    const started = life.start();
    await clock.advance(31_000);
    await started;

    expect([history, life.state]).toEqual([
      ["starting", "failed: Setup did not end within 30 s", "late addition undone"],
      "failed",
    ]);
  });

  it.each<[string, Setup]>([
    ["ends well", ({ signal }) => clock.sleep(10_000, signal).catch(() => {})],
    ["fails", ({ signal }) => clock.sleep(10_000, signal)],
    [
      "finds its source not ready",
      ({ signal, notReady }) => clock.sleep(10_000, signal).catch(() => notReady("interrupted")),
    ],
  ])("stays stopped when it is stopped during a setup that then %s", async (_, setup) => {
    createLife(async (context) => {
      await Promise.resolve(setup(context)).finally(() => context.onStop(note("undone")));
    });
    const started = life.start();
    await clock.advance(1000);
    await life.stop();
    await started;
    await clock.advance(3_600_000);

    expect([history, clock.pending, log.lines]).toEqual([["starting", "undone", "stopped"], 0, []]);
  });

  it("goes on cleaning up after something that fails, and logs it", async () => {
    const error = new Error("still busy");
    createLife(({ onStop }) => {
      onStop(note("undone"));
      onStop(() => Promise.reject(error));
    });

    await life.start();
    await life.stop();

    expect([history, log.lines]).toEqual([
      ["starting", "running", "undone", "stopped"],
      [{ level: "error", source: "", message: "Cleaning up failed", details: { error } }],
    ]);
  });

  it("asks the user for another credential when one is refused, and does not try again by itself", async () => {
    createLife(({ authFailed }) => authFailed("the token has expired"));

    await life.start();
    const waiting = clock.pending;
    await life.start();

    expect([waiting, history]).toEqual([
      0,
      [
        "starting",
        "problem credential: Docker refuses the credential: the token has expired",
        "failed: the token has expired",
        "no problem credential",
        "starting",
        "problem credential: Docker refuses the credential: the token has expired",
        "failed: the token has expired",
      ],
    ]);
  });
});
