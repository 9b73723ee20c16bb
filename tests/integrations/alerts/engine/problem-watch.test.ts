import { describe, expect, it } from "vitest";
import type { OpenProblem } from "../../../../core/sdk/index.ts";
import { AlertBook } from "../../../../integrations/alerts/book/alert-book.ts";
import type { Ledger } from "../../../../integrations/alerts/book/ledger.ts";
import { ProblemWatch } from "../../../../integrations/alerts/engine/problem-watch.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

const clone: OpenProblem = {
  id: "agent.clone x",
  integration: "agent",
  severity: "error",
  title: "Another host reports as nas",
  advice: "One of them is a clone.",
  since: 5,
  isIgnored: false,
  alert: { type: "identity_conflict", severity: "medium" },
};
const { alert: _none, ...merelyShown } = { ...clone, id: "agent.other" };

function prepare() {
  const clock = new FakeClock();
  const ledger = { saveAlert() {}, addEvent() {} } as unknown as Ledger;
  const book = new AlertBook(ledger, clock);
  const quiet = { isQuiet: false };
  let open: readonly OpenProblem[] = [];
  const machines = { get: () => undefined, list: () => [], expectedServices: () => [] };
  const problems = { list: () => open };
  const watch = new ProblemWatch({ clock, problems, machines, book, isQuiet: () => quiet.isQuiet });
  const review = (...now: readonly OpenProblem[]) => {
    open = now;
    watch.review();
    return book.list().map(({ type, severity, title, suggestion }) => [type, severity, title, suggestion]);
  };
  return { clock, book, quiet, review };
}

const alert = ["identity_conflict", "medium", clone.title, clone.advice];

describe("a problem that asks for an alert", () => {
  it("has one while it lasts; others have none", async () => {
    const { clock, review } = prepare();
    const open = review(clone, merelyShown);
    review();
    await clock.advance(300_000);

    expect([open, review()]).toEqual([[alert], []]);
  });

  it("keeps its alert while the integration that reports it restarts", async () => {
    const { clock, review } = prepare();
    review(clone);
    review();
    await clock.advance(60_000);
    review(clone);
    await clock.advance(300_000);

    expect(review(clone)).toEqual([alert]);
  });

  it("does not get another one when a person has resolved it", () => {
    const { book, review } = prepare();
    review(clone);
    for (const one of book.list()) book.resolve(one, "me", null);

    expect(review(clone)).toEqual([]);
  });

  it("waits with it while it is to be quiet, and has none when the user ignores it", () => {
    const { quiet, review } = prepare();
    quiet.isQuiet = true;
    const silenced = review(clone);
    quiet.isQuiet = false;
    const ignored = review({ ...clone, isIgnored: true });

    expect([silenced, ignored, review(clone)]).toEqual([[], [], [alert]]);
  });
});
