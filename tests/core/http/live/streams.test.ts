import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { rawRequest } from "../../../support/raw-request.ts";
import { gist, LiveHouse } from "./live-house.ts";

let house: LiveHouse;

beforeEach(async () => {
  house = await LiveHouse.start();
});

afterEach(() => house.stop());

describe("opening the live stream", () => {
  const get = (query: string, headers: Record<string, string>, method = "GET") =>
    rawRequest({ port: house.server.port, path: `/api/v1/live${query}`, headers, method });

  it("is refused in JSON without a login, with an agent's key, and for a bad pattern", async () => {
    const refusals = [
      await get("", {}),
      await get("", house.server.keys.agent),
      await get("?states=nas.cpu,n*s.cpu", house.server.keys.viewer),
    ];

    expect(
      refusals.map(({ status, body }) => [status, (body as { detail: { code: string; field?: string } }).detail]),
    ).toEqual([
      [401, expect.objectContaining({ code: "UNAUTHORIZED" })],
      [403, expect.objectContaining({ code: "FORBIDDEN" })],
      [422, expect.objectContaining({ code: "VALIDATION_ERROR", field: "states" })],
    ]);
  });

  it("with HEAD answers the headers and ends", async () => {
    const { status, headers } = await get("", { ...house.server.keys.viewer, Connection: "keep-alive" }, "HEAD");
    const again = await get("", house.server.keys.viewer, "HEAD");

    expect([status, headers["content-type"], again.status]).toEqual([200, "text/event-stream; charset=utf-8", 200]);
  });
});

describe("an open stream", () => {
  it("is pinged every 15 seconds", async () => {
    const stream = await house.open();
    await stream.event(0);
    await house.server.house.clock.advance(30_000);
    await stream.event(2);
    const [first, second] = ["2026-01-15T12:00:15.000Z", "2026-01-15T12:00:30.000Z"];

    expect(stream.events.slice(1)).toEqual([
      { event: "ping", id: undefined, data: { time: first } },
      { event: "ping", id: undefined, data: { time: second } },
    ]);
  });

  it("ends with the next ping once its session was logged out, and the other goes on", async () => {
    const [mine, cookie] = await house.openWithSession("?states=*.cpu");
    const other = await house.open("?states=*.cpu");
    await Promise.all([mine.event(0), other.event(0)]);
    await house.server.house.sessions.close(cookie);
    await house.server.house.clock.advance(15_000);
    house.setState("nas", "cpu", 1);
    await house.tick();
    await mine.closed();
    await other.event(2);

    expect([mine.events.length, other.events.map(({ event }) => event)]).toEqual([1, ["snapshot", "ping", "changes"]]);
  });

  it("of a page that does not read is dropped, and the hub and the others go on", async () => {
    const slow = await house.open("?states=*.text");
    const other = await house.open("?states=*.cpu");
    await slow.event(0);
    slow.response.pause();
    const { entities, states } = house.rooms;
    const { id } = entities.register({ key: "text", name: "text" }, { device: "nas", integration: "test" });
    for (let round = 0; round < 40; round++) {
      states.set(id, `${round}`.padEnd(400_000, "x"));
      await house.tick();
    }
    house.setState("nas", "cpu", 1);
    await house.tick();
    slow.response.resume();
    await slow.closed();
    await other.event(1);

    expect([slow.events.length < 41, gist(other.events[1] as never)]).toEqual([true, { states: { "nas.cpu": 1 } }]);
  });

  it("ends with the hub", async () => {
    const stream = await house.open();
    await stream.event(0);
    await house.server.live.stop();
    await stream.closed();

    expect([stream.response.complete, stream.events.length]).toEqual([true, 1]);
  });

  it("leaves nothing behind in the hub that grows with the changes", async () => {
    await house.stop();
    const clock = new CountingClock();
    house = await LiveHouse.start({ clock });
    await house.open("?states=*.cpu");
    for (let value = 0; value < 20; value++) {
      house.setState("nas", "cpu", value);
      await house.tick();
    }
    clock.undone = 0;
    await house.server.live.stop();

    expect([clock.pending, clock.undone]).toEqual([0, 1]);
  });
});

/** Counts the timers that are taken back. */
class CountingClock extends FakeClock {
  undone = 0;

  override after(milliseconds: number, task: () => void): () => void {
    const undo = super.after(milliseconds, task);
    return () => {
      this.undone++;
      undo();
    };
  }
}
