import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveEntitySet } from "../../../core/integrations/entity-set.ts";
import { readChanges } from "../../../core/recorder/changes.ts";
import type { EntityDefinition, EntityValue } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

const table: readonly EntityDefinition<EntityValue>[] = [
  { key: "link", name: "Link", record: "changes", value: (source) => source },
];

let house: TestRooms;
let set: LiveEntitySet<EntityValue>;
let start: number;

beforeEach(async () => {
  house = await TestRooms.open();
  start = house.clock.now();
  set = new LiveEntitySet(house.rooms, { device: "nas", integration: "agent" }, table);
});

afterEach(() => house.remove());

/** A late heartbeat, measured so many minutes after the begin. */
const late = (minutes: number, value: EntityValue) => set.backfill(value, start + minutes * 60_000);

/** A heartbeat of now, which is so many minutes after the begin. */
function live(minutes: number, value: EntityValue): void {
  house.clock.step(start + minutes * 60_000 - house.clock.now());
  set.update(value);
}

/** Every row that was written: minutes, value, availability. */
async function rows() {
  await house.rooms.recorder.committed();
  const sql = "SELECT (at - $start) / 60000 AS at, value, available FROM state_change ORDER BY at";
  const found = await house.store.database.select<{ at: number; value: string; available: number }>(sql, { start });
  return found.map(({ at, value, available }) => [at, JSON.parse(value), available === 1]);
}

describe("late values of what is recorded as changes", () => {
  it("are noted at their own time, and once however often they are repeated", async () => {
    live(0, true);
    house.clock.step(10 * 60_000);
    for (const minutes of [2, 3, 4]) late(minutes, false);
    for (const minutes of [5, 6]) late(minutes, true);
    live(10, true);

    expect(await rows()).toEqual([
      [0, true, true],
      [2, false, true],
      [5, true, true],
    ]);
  });

  it("leave the current state as it is", () => {
    live(0, true);
    late(1, false);

    expect(house.rooms.states.get("nas.link")).toMatchObject({ value: true, changedAt: start });
  });

  it("say that their source was there after all, while the hub took it for lost", async () => {
    live(0, true);
    house.clock.step(3 * 60_000);
    set.unavailable();
    house.clock.step(7 * 60_000);
    for (const minutes of [1, 2, 4, 5]) late(minutes, true);
    live(10, true);

    const written = await rows();
    const { seriesId = 0 } = house.rooms.entities.get("nas.link") ?? {};
    const query = { seriesIds: [seriesId], from: start, to: house.clock.now(), limit: 100 };
    const shown = (await readChanges(house.store.database, query)).get(seriesId)?.changes ?? [];
    expect([written, shown.map(({ at, available }) => [(at - start) / 60_000, available])]).toEqual([
      [
        [0, true, true],
        [1, true, true],
        [3, true, false],
        [4, true, true],
        [10, true, true],
      ],
      [
        [0, true],
        [3, false],
        [4, true],
      ],
    ]);
  });

  it("are noted again after what came in between", async () => {
    late(1, false);
    live(2, true);
    late(3, false);

    expect(await rows()).toEqual([
      [1, false, true],
      [2, true, true],
      [3, false, true],
    ]);
  });

  it("that are unknown make no entity", async () => {
    late(1, null);

    expect([await rows(), [...house.rooms.entities.list()]]).toEqual([[], []]);
  });
});
