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
