import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StateStore } from "../../../core/states/state-store.ts";
import { TestRooms } from "../../support/test-rooms.ts";

let house: TestRooms;
let store: StateStore;

beforeEach(async () => {
  house = await TestRooms.open();
  store = storeOf(house);
});

afterEach(() => house.remove());

function storeOf({ rooms, store: { database }, log }: TestRooms): StateStore {
  return new StateStore(database, rooms.entities, rooms.states, log);
}

async function restart(): Promise<void> {
  await store.save();
  await house.store.database.write(async () => {});
  house = await house.restart();
  store = storeOf(house);
  await store.load();
}

const place = { device: "nas", integration: "agent" };
const register = (key: string) => house.rooms.entities.register({ key, name: key }, place).id;

describe("the state store", () => {
  it.each([42.5, "ext4", true, false, null, "", 0])("brings %j back after a restart, with its times", async (value) => {
    const id = register("thing");
    house.rooms.states.set(id, value, { device: "sda", count: 2 });
    const before = house.rooms.states.get(id);
    await restart();

    expect(house.rooms.states.get(id)).toEqual(before);
  });

  it("remembers what was lost as lost", async () => {
    const id = register("thing");
    house.rooms.states.set(id, 1);
    house.rooms.states.setUnavailable(id);
    await restart();

    expect(house.rooms.states.get(id)).toMatchObject({ value: 1, available: false });
  });

  it("finds the value of an entity that was renamed", async () => {
    const id = register("thing");
    house.rooms.states.set(id, 1);
    await store.save();
    house.rooms.entities.rename(id, "nas.other");
    house.rooms.states.rename(id, "nas.other");
    await restart();

    expect([house.rooms.states.get(id), house.rooms.states.get("nas.other")?.value]).toEqual([undefined, 1]);
  });

  it("leaves a value out that cannot be read, and brings the others back", async () => {
    const [bad, good] = [register("bad"), register("good")];
    house.rooms.states.set(bad, 1);
    house.rooms.states.set(good, 2);
    await store.save();
    await house.store.database.run("UPDATE state SET value = '{' WHERE series_id = 1");
    await restart();

    expect([house.rooms.states.get(bad), house.rooms.states.get(good)?.value, house.log.messages("warn")]).toEqual([
      undefined,
      2,
      ["The last value of nas.bad cannot be read; it is unknown until it is reported again"],
    ]);
  });

  it("tries again what the disk refused", async () => {
    const id = register("thing");
    house.rooms.states.set(id, 1);
    const restore = await house.store.breakInserts("state");
    await store.save().catch(() => {});
    await restore();
    await restart();

    expect(house.rooms.states.get(id)?.value).toBe(1);
  });
});
