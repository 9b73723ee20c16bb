import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveEntitySet } from "../../../core/integrations/entity-set.ts";
import type { EntityDefinition, EntityValue, InstancedEntity } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

interface Disk {
  readonly mount: string;
  readonly percent: EntityValue | undefined;
}

interface Host {
  readonly cpu?: EntityValue;
  readonly booted?: EntityValue;
  readonly disks?: readonly Disk[];
}

const disk: InstancedEntity<Host, Disk> = {
  key: "disk",
  name: "Disk",
  record: "samples",
  instances: ({ disks }) => disks,
  instance: ({ mount }) => mount,
  value: ({ percent }) => percent,
  attributes: ({ mount }) => ({ mount }),
};
const table: readonly EntityDefinition<Host>[] = [
  { key: "cpu", name: "CPU", unit: "%", record: "samples", value: ({ cpu }) => cpu },
  { key: "booted", name: "Booted", value: ({ booted }) => booted },
  disk as EntityDefinition<Host>,
];

let house: TestRooms;
let set: LiveEntitySet<Host>;

beforeEach(async () => {
  house = await TestRooms.open();
  set = new LiveEntitySet(house.rooms, { device: "nas", integration: "agent" }, table);
});

afterEach(() => house.remove());

/** Value of each entity that has a state, and whether it is available. */
function states() {
  return Object.fromEntries(
    [...house.rooms.entities.list()].map(({ id }) => {
      const state = house.rooms.states.get(id);
      return [id, [state?.value, state?.available]];
    }),
  );
}

async function samples() {
  const entities = [...house.rooms.entities.list()].toSorted((one, other) => one.id.localeCompare(other.id));
  const found: { readonly id: string; readonly at: number; readonly value: number }[] = [];
  for (const entity of entities) {
    for await (const { samples } of house.rooms.history.samples([entity], 0, house.clock.now() + 1)) {
      samples.at.forEach((at, index) => {
        found.push({ id: entity.id, at, value: samples.values[index] as number });
      });
    }
  }
  return found;
}

describe("an entity set", () => {
  it("maps a source through its table, and records the numbers that are to be recorded", async () => {
    set.update({ cpu: 7, booted: 100, disks: [{ mount: "/", percent: 50 }] }, 1000);

    expect([states(), await samples()]).toEqual([
      { "nas.cpu": [7, true], "nas.booted": [100, true], "nas.disk._2f": [50, true] },
      [
        { id: "nas.cpu", at: 1000, value: 7 },
        { id: "nas.disk._2f", at: 1000, value: 50 },
      ],
    ]);
  });

  it("stamps samples with the present when nothing else is said", async () => {
    set.update({ cpu: 7 });

    expect(await samples()).toEqual([{ id: "nas.cpu", at: house.clock.now(), value: 7 }]);
  });

  it("leaves what the source does not speak of, and takes null for unknown", async () => {
    set.update({ cpu: 7, booted: true, disks: [{ mount: "/", percent: 50 }] }, 1000);
    set.update({ booted: null }, 2000);

    expect([states(), (await samples()).length]).toEqual([
      { "nas.cpu": [7, true], "nas.booted": [null, true], "nas.disk._2f": [50, true] },
      2,
    ]);
  });

  it("makes no entity for what was never known", () => {
    set.update({
      cpu: null,
      disks: [
        { mount: "/", percent: null },
        { mount: "/srv", percent: undefined },
      ],
    });

    expect(states()).toEqual({});
  });

  it("makes an instance unavailable that is no longer listed, and available when it is back", () => {
    set.update({
      disks: [
        { mount: "/", percent: 50 },
        { mount: "/srv", percent: 60 },
      ],
    });
    set.update({ disks: [{ mount: "/", percent: 50 }] });
    const gone = states();
    set.update({ disks: [{ mount: "/srv", percent: 61 }] });

    expect([gone, states()]).toEqual([
      { "nas.disk._2f": [50, true], "nas.disk._2fsrv": [60, false] },
      { "nas.disk._2f": [50, false], "nas.disk._2fsrv": [61, true] },
    ]);
  });

  it("tells the two states of a mount that is listed and of one that cannot be measured apart", () => {
    set.update({ disks: [{ mount: "/", percent: 50 }] });
    set.update({ disks: [{ mount: "/", percent: null }] });

    expect(states()).toEqual({ "nas.disk._2f": [null, true] });
  });

  it("adds late readings to the history only", async () => {
    set.update({ cpu: 7 }, 5000);
    set.backfill(
      {
        cpu: 6,
        booted: 1,
        disks: [
          { mount: "/", percent: 40 },
          { mount: "/srv", percent: null },
        ],
      },
      1000,
    );

    expect([states(), await samples()]).toEqual([
      { "nas.cpu": [7, true], "nas.disk._2f": [undefined, undefined] },
      [
        { id: "nas.cpu", at: 1000, value: 6 },
        { id: "nas.cpu", at: 5000, value: 7 },
        { id: "nas.disk._2f", at: 1000, value: 40 },
      ],
    ]);
  });

  it("goes on under the name that the user gave, and makes what he removed again when it has a value", async () => {
    const { entities, states: current } = house.rooms;
    set.update({ cpu: 7, booted: true }, 1000);
    entities.rename("nas.cpu", "nas.load");
    current.rename("nas.cpu", "nas.load");
    current.remove("nas.booted");
    entities.remove("nas.booted");
    set.update({ cpu: 8, booted: null }, 2000);
    const without = states();
    set.update({ booted: false }, 3000);

    expect([without, states(), (await samples()).map(({ id, value }) => [id, value])]).toEqual([
      { "nas.load": [8, true] },
      { "nas.load": [8, true], "nas.booted": [false, true] },
      [
        ["nas.load", 7],
        ["nas.load", 8],
      ],
    ]);
  });

  it("keeps every last value when its source is lost", () => {
    set.update({ cpu: 7, disks: [{ mount: "/", percent: 50 }] });
    set.unavailable();

    expect(states()).toEqual({ "nas.cpu": [7, false], "nas.disk._2f": [50, false] });
  });
});

describe("a row with more instances than a device may have", () => {
  const hour = 3_600_000;
  const disks = (...mounts: readonly string[]) => ({ disks: mounts.map((mount) => ({ mount, percent: 1 })) });
  const many = (count: number, letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
  const has = (mount: string) => house.rooms.entities.get(`nas.disk.${mount}`) !== undefined;

  it("leaves out those that are too many", () => {
    set.update(disks(...many(300, "a")));

    expect(Object.keys(states()).length).toBe(256);
  });

  it("gives the place of the one that is gone longest to a new one, and to none before it is gone for an hour", () => {
    set.update(disks(...many(256, "a")));
    house.clock.step(60_000);
    set.update(disks(...many(255, "a"), "early"));
    house.clock.step(hour);
    set.update(disks(...many(255, "a"), "late"));

    expect([has("early"), has("late"), has("a255"), has("a0"), Object.keys(states()).length]).toEqual([
      false,
      true,
      false,
      true,
      256,
    ]);
  });

  it("takes no place from one that is there, in whichever order they are listed after an absence", () => {
    set.update(disks(...many(256, "a")));
    set.unavailable();
    house.clock.step(2 * hour);
    set.update(disks("new", ...many(256, "a")));

    expect([has("new"), has("a0")]).toEqual([false, true]);
  });

  it("gives one that comes back its history again", () => {
    set.update(disks(...many(256, "a")));
    const before = house.rooms.entities.get("nas.disk.a255")?.seriesId;
    set.update(disks(...many(255, "a")));
    house.clock.step(2 * hour);
    set.update(disks(...many(255, "a"), "guest"));
    set.update(disks(...many(255, "a")));
    house.clock.step(2 * hour);
    set.update(disks(...many(255, "a"), "a255"));

    expect(house.rooms.entities.get("nas.disk.a255")?.seriesId).toBe(before);
  });
});
