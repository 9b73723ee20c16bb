import { beforeEach, describe, expect, it } from "vitest";
import { EventBus } from "../../../core/bus/event-bus.ts";
import { States } from "../../../core/states/states.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";

let clock: FakeClock;
let states: States;
let fired: unknown[];

beforeEach(() => {
  clock = new FakeClock(1000);
  const bus = new EventBus(new LogSpy());
  states = new States(bus, clock);
  fired = [];
  bus.on({ type: "state_changed" }, ({ state, previous }) => fired.push([previous?.value, state.value]), "test");
  bus.on({ type: "entity_removed" }, ({ entityId }) => fired.push(`removed ${entityId}`), "test");
});

const cpu = "nas.cpu_percent";

describe("states", () => {
  it("are unheard of before they are set", () => {
    expect(states.get(cpu)).toBeUndefined();
  });

  it("tell a new value together with the one before", async () => {
    states.set(cpu, 1);
    await clock.advance(500);
    states.set(cpu, 2);

    expect([states.get(cpu), fired]).toEqual([
      { id: cpu, value: 2, available: true, changedAt: 1500, updatedAt: 1500, attributes: {}, causeId: null },
      [
        [undefined, 1],
        [1, 2],
      ],
    ]);
  });

  it("fire nothing for an equal value, and note only that it was confirmed", async () => {
    states.set(cpu, 1, { device: "sda" });
    await clock.advance(500);
    states.set(cpu, 1, { device: "sda" });

    expect([states.get(cpu), fired]).toEqual([
      {
        id: cpu,
        value: 1,
        available: true,
        changedAt: 1000,
        updatedAt: 1500,
        attributes: { device: "sda" },
        causeId: null,
      },
      [[undefined, 1]],
    ]);
  });

  it.each([
    ["another attribute", { device: "sdb" }],
    ["one attribute more", { device: "sda", fs_type: "ext4" }],
    ["one attribute less", {}],
    ["an attribute of another name", { model: "sda" }],
  ])("change with %s", (_, attributes) => {
    states.set(cpu, 1, { device: "sda" });
    states.set(cpu, 1, attributes as Record<string, string>);

    expect([states.get(cpu)?.attributes, fired.length]).toEqual([attributes, 2]);
  });

  it("tell values of different types apart", () => {
    states.set(cpu, 0);
    states.set(cpu, "0");
    states.set(cpu, false);
    states.set(cpu, null);

    expect(fired).toEqual([
      [undefined, 0],
      [0, "0"],
      ["0", false],
      [false, null],
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("take %d for unknown", (value) => {
    states.set(cpu, value);
    states.set(cpu, value);

    expect([states.get(cpu)?.value, fired]).toEqual([null, [[undefined, null]]]);
  });

  it("keep the last value, and when it was confirmed, while the source is lost", async () => {
    states.set(cpu, 42);
    await clock.advance(500);
    states.setUnavailable(cpu);
    states.setUnavailable(cpu);

    expect([states.get(cpu), fired]).toEqual([
      { id: cpu, value: 42, available: false, changedAt: 1500, updatedAt: 1000, attributes: {}, causeId: null },
      [
        [undefined, 42],
        [42, 42],
      ],
    ]);
  });

  it("tell that the source is back, also with the same value", () => {
    states.set(cpu, 42);
    states.setUnavailable(cpu);
    states.set(cpu, 42);

    expect([states.get(cpu)?.available, fired.length]).toEqual([true, 3]);
  });

  it("do not make an entity by its loss or its removal", () => {
    states.setUnavailable(cpu);
    states.remove(cpu);

    expect([states.get(cpu), fired]).toEqual([undefined, []]);
  });

  it("are told by number of change, each once, as they are now", () => {
    for (const [id, value] of [
      ["a.x", 1],
      ["b.x", 1],
      ["a.x", 2],
      ["a.x", 2],
    ] as const)
      states.set(id, value);
    const seen = states.sequence;
    states.set("c.x", 3);
    states.setUnavailable("b.x");
    states.remove("c.x");
    const since = (sequence: number) => Array.from(states.changedSince(sequence), ({ id, value }) => [id, value]);

    expect([seen, since(0), since(seen), since(states.sequence)]).toEqual([
      3,
      [
        ["a.x", 2],
        ["b.x", 1],
      ],
      [["b.x", 1]],
      [],
    ]);
  });

  it("have a place that is gone once they are removed or renamed", () => {
    const cells = ["a.x", "b.x", "c.x"].map((id) => states.cell(id));
    for (const cell of cells) states.setCell(cell, 1000, 1);
    states.remove("a.x");
    states.rename("b.x", "d.x");

    expect([
      cells.map(({ isGone }) => isGone),
      ["a.x", "b.x", "c.x", "d.x"].map((id) => states.get(id)?.value),
    ]).toEqual([
      [true, true, false],
      [undefined, undefined, 1, 1],
    ]);
  });

  it("are forgotten on removal", () => {
    states.set(cpu, 1);
    states.remove(cpu);

    expect([states.get(cpu), fired]).toEqual([undefined, [[undefined, 1], `removed ${cpu}`]]);
  });
});
