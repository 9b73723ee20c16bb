import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EntityRegistry } from "../../../core/states/entity-registry.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;
let registry: EntityRegistry;

beforeEach(async () => {
  house = await TestRooms.open();
  registry = house.rooms.entities;
});

afterEach(() => house.remove());

/** The registry of a new hub on the same folder, after this one has written everything. */
async function restart(): Promise<EntityRegistry> {
  await idle();
  house = await house.restart();
  return house.rooms.entities;
}

/** Resolves when everything that waits to be written is written. */
const idle = () => house.store.database.write(async () => {});

const nas = { device: "nas", integration: "agent" };
const disk = { key: "disk_percent", name: "Disk", unit: "%", record: "samples" } as const;

describe("the entity registry", () => {
  it("keeps everything about an entity across a restart", async () => {
    const withInstance = registry.register(disk, { ...nas, instance: "/mnt/a_b" });
    const plain = registry.register({ key: "booted", name: "Booted" }, nas);

    const again = await restart();

    expect([...again.list()]).toEqual([withInstance, plain]);
  });

  it("makes an entity of its description and its place", () => {
    const place = { ...nas, instance: "/mnt/a_b" };

    expect(registry.register(disk, place)).toMatchObject({ id: "nas.disk_percent._2fmnt_2fa_5fb", ...disk, ...place });
  });

  it("does not record an entity unless its description says so", () => {
    expect(registry.register({ key: "booted", name: "Booted" }, nas).record).toBe("none");
  });

  it("gives an entity the same series when it is registered twice, also after a restart", async () => {
    const first = registry.register(disk, nas);
    const second = registry.register(disk, nas);
    const third = (await restart()).register(disk, nas);

    expect([second, third]).toEqual([first, first]);
  });

  it("keeps the series when name, unit or kind of record become different", async () => {
    const { seriesId } = registry.register(disk, nas);
    const renamed = { key: "disk_percent", name: "Root disk", record: "changes" } as const;
    registry.register(renamed, nas);

    const again = await restart();

    const { unit, ...rest } = again.get("nas.disk_percent") ?? {};
    expect([unit, rest]).toEqual([undefined, expect.objectContaining({ ...renamed, seriesId })]);
  });

  it("never gives a series to two entities, also not after a restart", async () => {
    registry.register(disk, nas);
    registry.register(disk, { ...nas, device: "mediaserver" });
    const again = await restart();
    again.register(disk, { ...nas, device: "pi" });

    const series = [...again.list()].map(({ seriesId }) => seriesId);

    expect(new Set(series).size).toBe(3);
  });

  it("writes nothing for an entity that it knows", async () => {
    registry.register(disk, nas);
    await idle();
    const restore = await house.store.breakInserts("entity");

    registry.register(disk, nas);
    await idle();
    await restore();

    expect(house.log.lines).toEqual([]);
  });

  it("writes in one go what is registered together, and in the next what comes during it", async () => {
    registry.register(disk, nas);
    registry.register(disk, { ...nas, device: "mediaserver" });
    await house.store.database.write(async () => void registry.register(disk, { ...nas, device: "pi" }));
    await idle();

    expect([...(await restart()).list()].map(({ id }) => id)).toEqual([
      "nas.disk_percent",
      "mediaserver.disk_percent",
      "pi.disk_percent",
    ]);
  });

  it("stores an entity that the disk refused at first, under the number that its samples have", async () => {
    const restore = await house.store.breakInserts("entity");
    const refused = registry.register(disk, nas);
    await idle();
    await restore();

    await registry.save();
    const errors = house.log.messages("error");
    const again = await restart();

    expect([again.get(refused.id), errors]).toEqual([
      refused,
      [expect.stringMatching(/^Entities could not be stored: .+ They wait in memory$/)],
    ]);
  });
});

describe("a renamed entity", () => {
  it("keeps its series, and is known again by its source, also after a restart", async () => {
    const { id, seriesId } = registry.register(disk, nas);
    registry.rename(id, "nas.root_disk");
    const again = await restart();

    const found = again.register(disk, nas);

    expect([found.id, found.seriesId, again.get(id)]).toEqual(["nas.root_disk", seriesId, undefined]);
  });

  it("cannot take an id that is taken, or that another entity would come back to", () => {
    const first = registry.register(disk, nas);
    const second = registry.register({ key: "other", name: "Other" }, nas);
    registry.rename(second.id, "nas.second");

    expect(() => registry.rename(first.id, "nas.second")).toThrow("The entity id 'nas.second' is taken");
    expect(() => registry.rename(first.id, "nas.other")).toThrow("The entity id 'nas.other' is taken");
    expect(registry.rename("nas.second", "nas.other").id).toBe("nas.other");
  });

  it.each(["nas", "nas.", ".x", "nas.a b", "nas.<b>", "nas.a.".repeat(100)])("cannot become %j", (wrong) => {
    const { id } = registry.register(disk, nas);

    expect(() => registry.rename(id, wrong)).toThrow("is not an entity id");
  });
});

describe("a removed entity", () => {
  it("is gone, and comes back with its series and the user's settings", async () => {
    const { id, seriesId } = registry.register(disk, nas);
    registry.change(id, { name: "Root", isHidden: true });
    registry.remove(id);
    const again = await restart();
    const gone = again.get(id);

    const back = again.register(disk, nas);

    expect([gone, [...again.list()].length, back]).toEqual([
      undefined,
      1,
      expect.objectContaining({ id, seriesId, name: "Root", originalName: "Disk", isHidden: true }),
    ]);
  });

  it("leaves its id to others, and takes its own again when that is taken", () => {
    const first = registry.register(disk, nas);
    registry.rename(first.id, "nas.root");
    registry.remove("nas.root");
    const second = registry.register({ key: "other", name: "Other" }, nas);
    registry.rename(second.id, "nas.root");

    expect(registry.register(disk, nas).id).toBe("nas.disk_percent");
  });
});

describe("tombstones", () => {
  const remove = (instance: string, device = "nas") => {
    registry.remove(registry.register(disk, { ...nas, device, instance }).id);
    house.clock.step(1000);
  };

  it("that are too many for a device are those that were removed first", () => {
    for (const instance of ["a", "b", "c", "d"]) remove(instance);
    remove("e", "router");

    expect(registry.surplusTombstones(2).map(({ instance }) => instance)).toEqual(["a", "b"]);
  });

  it("are forgotten for good, and give their numbers to nobody", async () => {
    for (const instance of ["a", "b", "c"]) remove(instance);
    const series = [...registry.all()].map(({ seriesId }) => seriesId);
    await registry.forget(registry.surplusTombstones(0));
    const left = [...registry.all()].map(({ instance }) => instance);
    const again = await restart();
    const back = again.register(disk, { ...nas, instance: "a" });

    expect([left, [...again.all()].length, series.includes(back.seriesId)]).toEqual([["c"], 2, false]);
  });

  it("of what came back in the meantime stay", async () => {
    for (const instance of ["a", "b"]) remove(instance);
    const surplus = registry.surplusTombstones(1);
    const back = registry.register(disk, { ...nas, instance: "a" });
    await registry.forget(surplus);

    expect((await restart()).get(back.id)?.seriesId).toBe(back.seriesId);
  });
});
