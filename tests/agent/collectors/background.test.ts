import { describe, expect, test } from "vitest";
import { Background } from "../../../agent/collectors/background.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

const { signal } = new AbortController();

/** A question that takes 10 s and is asked every 30 minutes; its answer is how often it was asked. */
function prepare(options: { readonly keepMilliseconds?: number; readonly fingerprint?: () => Promise<string> } = {}) {
  const clock = new FakeClock("2026-01-15T12:00:00Z");
  let questions = 0;
  const background = new Background({
    host: new FixtureHost("bare"),
    clock,
    log: new LogSpy(),
    name: "packages",
    everyMilliseconds: 1_800_000,
    read: async () => {
      await clock.sleep(10_000);
      return ++questions;
    },
    ...options,
  });
  const latest = async () => (await background.latest(signal))?.reading ?? null;
  return { clock, background, latest };
}

describe("Background", () => {
  test("never lets anybody wait, and has the last answer while it asks again", async () => {
    const { clock, latest } = prepare();

    const answers = [await latest()];
    for (const milliseconds of [10_000, 1_790_000, 10_000]) {
      await clock.advance(milliseconds);
      answers.push(await latest());
    }

    expect(answers).toEqual([null, 1, 1, 2]);
  });

  test("says when the answer came", async () => {
    const { clock, background } = prepare();

    await background.latest(signal);
    await clock.advance(600_000);

    expect(await background.latest(signal)).toEqual({ reading: 1, readAt: Date.parse("2026-01-15T12:00:10Z") });
  });

  test("asks before its time when something changed, but not within a minute", async () => {
    let state = "a";
    const { clock, latest } = prepare({ fingerprint: async () => state });

    await latest();
    state = "b";
    await clock.advance(30_000);
    const answers = [await latest()];
    await clock.advance(30_000);
    await latest();
    await clock.advance(10_000);
    answers.push(await latest());

    expect(answers).toEqual([1, 2]);
  });

  test("forgets an answer that is too old to be good for anything", async () => {
    const { clock, latest } = prepare({ keepMilliseconds: 60_000 });

    await latest();
    await clock.advance(60_000);
    const answers = [await latest()];
    await clock.advance(60_000);
    answers.push(await latest());

    expect(answers).toEqual([1, null]);
  });
});
