import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../../core/sdk/index.ts";
import { ClockWatch } from "../../../integrations/agent/clock-watch.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");
const day = 86_400_000;

let open: Map<string, Problem>;
let watch: ClockWatch;

beforeEach(() => {
  open = new Map();
  const problem = (id: string, told: Problem) => {
    open.set(id, told);
    return () => void (open.get(id) === told && open.delete(id));
  };
  watch = new ClockWatch({ problem }, "nas");
});

/** A heartbeat of a clock that is so many milliseconds ahead. */
function hear(ahead: number, receivedAt = noon): number | undefined {
  const time = new Date(receivedAt + ahead).toISOString();
  return watch.examine(sampleHeartbeat({ timestamp: time, sent_at: time }), receivedAt);
}

const titles = () => [...open.values()].map(({ title }) => title);

describe("the watch on a machine's clock", () => {
  it.each([
    [31_000, 31, "The clock of nas is 31 s ahead"],
    [-300_000, -300, "The clock of nas is 5 min behind"],
    [7_200_000, 7200, "The clock of nas is 2 h ahead"],
    [-365 * day, -31_536_000, "The clock of nas is 365 days behind"],
  ])("reports a clock that is %d ms ahead", (ahead, seconds, title) => {
    expect([hear(ahead), titles(), open.get("clock nas")?.machineId]).toEqual([seconds, [title], "nas"]);
  });

  it.each([0, 29_000, -30_000])("is content with one that is %d ms ahead", (ahead) => {
    hear(ahead);
    expect(titles()).toEqual([]);
  });

  it("takes the report back when the clock is right again", () => {
    hear(60_000);
    hear(100);
    expect(titles()).toEqual([]);
  });

  it("has one report at a time, and says how much it is now", () => {
    for (const ahead of [180_000, 181_000, 240_000]) hear(ahead);
    expect(titles()).toEqual(["The clock of nas is 4 min ahead"]);
  });

  it("does not tell each wobble of the network", () => {
    expect([0, 900, -900, 1400, 3000].map((ahead) => hear(ahead))).toEqual([0, 0, 0, 0, 3]);
  });

  it("does not judge by a late heartbeat's own time, but by when it was sent", () => {
    const late = sampleHeartbeat({
      timestamp: new Date(noon - day).toISOString(),
      sent_at: new Date(noon).toISOString(),
    });
    expect([watch.examine(late, noon), titles()]).toEqual([0, []]);
  });

  it("does not judge an old agent that does not say which zone its time is of", () => {
    const naive = sampleHeartbeat({ timestamp: "2026-01-15T11:00:00", sent_at: null });
    expect([watch.examine(naive, noon), titles()]).toEqual([undefined, []]);
  });

  it("takes its report back when the machine is removed", () => {
    hear(60_000);
    watch.end();
    expect(titles()).toEqual([]);
  });
});
