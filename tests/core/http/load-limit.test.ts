import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { beforeEach, describe, expect, it } from "vitest";
import { LoadLimit, pauseSender } from "../../../core/http/load-limit.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const mostBodyBytes = 8 * 1024 * 1024;
let limit: LoadLimit;

beforeEach(() => {
  limit = new LoadLimit();
});

/** Begins requests of that length until one is refused; the ends of the others. */
function fill(headers: IncomingMessage["headers"]): (() => void)[] {
  const ends: (() => void)[] = [];
  for (;;) {
    const end = limit.begin({ headers } as IncomingMessage, mostBodyBytes);
    if (!end) return ends;
    ends.push(end);
  }
}

describe("the limit of load", () => {
  it.each([
    ["a thousand small requests", { "content-length": "1400" }, 1000],
    ["eight of the largest", { "content-length": String(mostBodyBytes) }, 8],
    ["eight of unknown length", {}, 8],
    ["eight that will be refused for their length", { "content-length": "999999999" }, 8],
  ])("lets in %s at a time", (_, headers, count) => {
    expect(fill(headers).length).toBe(count);
  });

  it("lets in as many as have ended", () => {
    const ends = fill({ "content-length": "1400" });
    for (const end of ends.slice(0, 3)) end();

    expect(fill({ "content-length": "1400" }).length).toBe(3);
  });
});

describe("the connection of who was refused", () => {
  /** A refused request that was answered, and what then happened to its connection. */
  function refused(clock: FakeClock) {
    const done: string[] = [];
    const calls = { pause: () => void done.push("paused"), resume: () => void done.push("resumed") };
    const socket = Object.assign(new EventEmitter(), calls);
    const request = Object.assign(new EventEmitter(), { socket });
    pauseSender(request as unknown as IncomingMessage, clock);
    done.push("answered");
    request.emit("close");
    return { socket, done };
  }

  it("is not read for a second", async () => {
    const clock = new FakeClock();
    const { socket, done } = refused(clock);
    await clock.advance(999);
    const before = [...done];
    await clock.advance(1);

    expect([before, done, socket.listenerCount("close")]).toEqual([
      ["answered", "paused"],
      ["answered", "paused", "resumed"],
      0,
    ]);
  });

  it("leaves nothing behind when it ends before", () => {
    const clock = new FakeClock();
    const { socket } = refused(clock);
    socket.emit("close");

    expect([clock.pending, socket.listenerCount("close")]).toEqual([0, 0]);
  });
});
