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

  it("are forgotten on removal", () => {
    states.set(cpu, 1);
    states.remove(cpu);

    expect([states.get(cpu), fired]).toEqual([undefined, [[undefined, 1], `removed ${cpu}`]]);
  });
});
