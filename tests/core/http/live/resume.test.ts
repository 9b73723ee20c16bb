import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gist, LiveHouse } from "./live-house.ts";

let house: LiveHouse;

beforeEach(async () => {
  house = await LiveHouse.start();
});

afterEach(() => house.stop());

describe("a page that was away", () => {
  /** Has seen a value of each machine, and went away. */
  async function leave(): Promise<string> {
    for (const id of ["nas", "pi"]) house.setState(id, "cpu", 1);
    await house.tick();
    const stream = await house.open("?states=*.cpu");
    const { id = "" } = await stream.event(0);
    stream.close();
    await house.tick();
    return id;
  }

  it.each(["header", "query"])("gets exactly what changed and what was removed since (by its %s)", async (way) => {
    const lastId = await leave();
    house.setState("nas", "cpu", 2);
    house.setState("nas", "memory", 3);
    house.rooms.states.remove("pi.cpu");
    await house.tick();

    const stream =
      way === "header"
        ? await house.open("?states=*.cpu", { ...house.server.keys.viewer, "Last-Event-ID": lastId })
        : await house.open(`?states=*.cpu&since=${lastId}`);
    const first = await stream.event(0);

    expect([first.event, gist(first)]).toEqual(["changes", { states: { "nas.cpu": 2 }, states_removed: ["pi.cpu"] }]);
  });

  it("gets what was removed and is there again as it is now", async () => {
    const lastId = await leave();
    house.rooms.states.remove("pi.cpu");
    house.setState("pi", "cpu", 3);
    await house.tick();
    const stream = await house.open(`?states=*.cpu&since=${lastId}`);

    expect(gist(await stream.event(0))).toEqual({ states: { "pi.cpu": 3 } });
  });

  it("goes on with what changes next when nothing changed meanwhile", async () => {
    const lastId = await leave();
    const stream = await house.open(`?states=*.cpu&since=${lastId}`);
    house.setState("nas", "cpu", 2);
    await house.tick();

    expect(gist(await stream.event(0))).toEqual({ states: { "nas.cpu": 2 } });
  });

  it.each([
    ["of another run of the hub", () => "0123456789ab-1"],
    ["of the future", (id: string) => `${id}000`],
    ["that is no number", (id: string) => id.replace(/-\d+$/, "-abc")],
    ["that is negative", (id: string) => id.replace(/-\d+$/, "--1")],
    ["without a number", (id: string) => id.replace(/\d+$/, "")],
    ["that is nonsense", () => "x"],
    ["that is empty", () => ""],
  ])("gets a snapshot for an event id %s", async (_, change) => {
    const lastId = await leave();
    const stream = await house.open(`?states=nas.cpu&since=${change(lastId)}`);
    const first = await stream.event(0);

    expect([first.event, gist(first)]).toEqual(["snapshot", { machines: ["nas", "pi"], states: { "nas.cpu": 1 } }]);
  });
});
