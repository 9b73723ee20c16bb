import { describe, expect, test } from "vitest";
import { createLog } from "../../agent/log.ts";
import { FakeClock } from "../support/fake-clock.ts";

function written(isTerminal: boolean, level?: string): string[] {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), clock: new FakeClock(), isTerminal, level });
  log.debug("Seen");
  log.warn("Lost\nsight", { reason: new Error("ECONNREFUSED"), count: 2 });
  return lines;
}

describe("createLog", () => {
  test("writes one JSON object a line, also for messages of several lines and for errors", () => {
    expect(written(false)).toEqual([
      '{"level":"warn","time":"2026-01-15T12:00:00.000Z","message":"Lost\\nsight","reason":"ECONNREFUSED","count":2}\n',
    ]);
  });

  test("writes for people on a terminal", () => {
    expect(written(true)).toEqual(['12:00:00 WARN  Lost\nsight reason="ECONNREFUSED" count=2\n']);
  });

  test("writes more when asked to", () => {
    expect(written(false, "debug").length).toBe(2);
  });
});
