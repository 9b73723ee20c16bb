import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gist, LiveHouse } from "./live-house.ts";

let house: LiveHouse;

beforeEach(async () => {
  house = await LiveHouse.start();
});

afterEach(() => house.stop());

describe("the live stream", () => {
  it("begins with a snapshot: the machines, and the states that the page asked for", async () => {
    house.setState("nas", "cpu", 7);
    house.setState("nas", "memory", 50);
    await house.tick();
    const stream = await house.open("?states=*.cpu");
    const snapshot = await stream.event(0);

    expect([stream.response.headers["content-type"], stream.response.headers["cache-control"], snapshot]).toEqual([
      "text/event-stream; charset=utf-8",
      "no-store",
      {
        event: "snapshot",
        id: expect.stringMatching(/^[0-9a-f]{12}-\d+-\d+$/),
        data: {
          time: house.time(),
          machines: [expect.objectContaining({ id: "nas", status: "unknown" }), expect.objectContaining({ id: "pi" })],
          states: [
            {
              id: "nas.cpu",
              device: "nas",
              key: "cpu",
              instance: null,
              name: "cpu",
              unit: "%",
              value: 7,
              available: true,
              changed_at: house.time(-100),
              updated_at: house.time(-100),
              attributes: {},
            },
          ],
        },
      },
    ]);
  });

  it.each([
    ["", {}],
    ["?states=", {}],
    ["?states=nas.*", { "nas.cpu": 1, "nas.disk._2f": 2 }],
    ["?states=*.disk", { "nas.disk._2f": 2, "pi.disk._2f": 4 }],
    ["?states=pi.cpu,nas.cpu,", { "nas.cpu": 1, "pi.cpu": 3 }],
  ])("gives a page with %j the states that it asked for, at first and later", async (query, states) => {
    const setAll = (add: number) => {
      house.setState("nas", "cpu", 1 + add);
      house.setState("nas", "disk", 2 + add, "/");
      house.setState("pi", "cpu", 3 + add);
      house.setState("pi", "disk", 4 + add, "/");
    };
    setAll(0);
    await house.tick();
    const stream = await house.open(query);
    const first = gist(await stream.event(0));
    setAll(10);
    house.rooms.machines.seen("nas", 0, 60);
    await house.tick();
    const second = gist(await stream.event(1));

    const later = Object.fromEntries(Object.entries(states).map(([id, value]) => [id, value + 10]));
    expect([first, second]).toEqual([
      { machines: ["nas", "pi"], states },
      {
        machines: ["nas"],
        seen: { nas: "1970-01-01T00:00:00.000Z" },
        ...(Object.keys(states).length > 0 ? { states: later } : {}),
      },
    ]);
  });

  it("sends changes together, each thing once with its newest value", async () => {
    const stream = await house.open("?states=*.cpu");
    await stream.event(0);
    for (let value = 0; value < 50; value++) house.setState("nas", "cpu", value);
    house.setState("pi", "cpu", null);
    await house.tick();
    house.setState("nas", "cpu", 99);
    await house.tick();
    await stream.event(2);

    expect(stream.events.map((event) => [event.event, gist(event)])).toEqual([
      ["snapshot", { machines: ["nas", "pi"], states: {} }],
      ["changes", { states: { "nas.cpu": 49, "pi.cpu": null } }],
      ["changes", { states: { "nas.cpu": 99 } }],
    ]);
  });

  it("sends the events of integrations that the page named, and no others", async () => {
    const stream = await house.open("?events=alerts.alert_changed,docker.died");
    await stream.event(0);
    house.emit("alerts.alert_changed", { id: 1 });
    house.emit("alerts.silence_changed", { id: 2 });
    house.emit("docker.died", { id: 3 });
    const events = [await stream.event(1), await stream.event(2)];

    expect(events.map(({ event, data }) => [event, data])).toEqual([
      ["event", { time: house.time(), name: "alerts.alert_changed", data: { id: 1 } }],
      ["event", { time: house.time(), name: "docker.died", data: { id: 3 } }],
    ]);
  });

  it("sends nothing for a value that was only confirmed", async () => {
    house.setState("nas", "cpu", 7);
    await house.tick();
    const stream = await house.open("?states=*.cpu");
    house.setState("nas", "cpu", 7);
    await house.tick();
    house.setState("nas", "cpu", 8);
    await house.tick();

    expect(gist(await stream.event(1))).toEqual({ states: { "nas.cpu": 8 } });
  });

  it("tells of a heartbeat without sending the machine again, and of its status with it", async () => {
    const stream = await house.open();
    const { machines } = house.rooms;
    machines.seen("nas", 0, 60);
    await house.tick();
    machines.seen("nas", 60_000, 60);
    await house.tick();
    machines.setStatus("nas", "offline");
    await house.tick();
    await stream.event(3);

    expect(stream.events.slice(1).map(gist)).toEqual([
      { machines: ["nas"], seen: { nas: "1970-01-01T00:00:00.000Z" } },
      { seen: { nas: "1970-01-01T00:01:00.000Z" } },
      { machines: ["nas"] },
    ]);
  });

  it("tells what was removed, and that a thing is back which was removed just before", async () => {
    house.setState("nas", "cpu", 1);
    house.setState("pi", "cpu", 1);
    await house.tick();
    const stream = await house.open("?states=*.cpu");
    await stream.event(0);
    const { states, machines } = house.rooms;
    states.remove("nas.cpu");
    states.remove("pi.cpu");
    house.setState("pi", "cpu", 2);
    machines.forget("nas");
    await house.tick();

    expect(gist(await stream.event(1))).toEqual({
      states: { "pi.cpu": 2 },
      states_removed: ["nas.cpu"],
      machines_removed: ["nas"],
    });
  });
});
