import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveEntitySet } from "../../../core/integrations/entity-set.ts";
import type { EntityDefinition, EntityValue } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

interface Source {
  readonly link?: EntityValue;
  readonly mac?: string;
  readonly units?: readonly { readonly name: string; readonly status: string }[];
  readonly cpu?: number;
}

const table: readonly EntityDefinition<Source>[] = [
  {
    key: "link",
    name: "Link",
    record: "changes",
    value: ({ link }) => link,
    attributes: ({ mac = null }) => ({ mac }),
  },
  { key: "cpu", name: "CPU", record: "samples", value: ({ cpu }) => cpu },
  {
    key: "unit",
    name: "Unit",
    record: "changes",
    instances: ({ units }: Source) => units,
    instance: ({ name }: { readonly name: string }) => name,
    value: ({ status }: { readonly status: string }) => status,
  } as EntityDefinition<Source>,
];

let house: TestRooms;
let set: LiveEntitySet<Source>;
let start: number;

beforeEach(async () => {
  house = await TestRooms.open();
  start = house.clock.now();
  set = new LiveEntitySet(house.rooms, { device: "nas", integration: "agent" }, table);
});

afterEach(() => house.remove());

/** What was noted: entity, seconds since the begin, value, availability. */
async function changes() {
  await house.rooms.recorder.committed();
  const sql = "SELECT series_id, (at - $start) / 1000 AS at, value, available FROM state_change ORDER BY at, series_id";
  const rows = await house.store.database.select<{ series_id: number; at: number; value: string; available: number }>(
    sql,
    { start },
  );
  const entities = [...house.rooms.entities.list()];
  return rows.map(({ series_id, at, value, available }) => {
    const id = entities.find(({ seriesId }) => seriesId === series_id)?.id;
    return [id, at, JSON.parse(value), available === 1];
  });
}

/** Lets time pass and reports. */
function report(source: Source): void {
  set.update(source);
  house.clock.step(1000);
}

describe("what is recorded as changes", () => {
  it("is noted when it becomes different, is lost and comes back", async () => {
    report({ link: true });
    report({ link: true });
    report({ link: false });
    set.unavailable();
    house.clock.step(1000);
    report({ link: false });
    report({ link: null });

    expect(await changes()).toEqual([
      ["nas.link", 0, true, true],
      ["nas.link", 2, false, true],
      ["nas.link", 3, false, false],
      ["nas.link", 4, false, true],
      ["nas.link", 5, null, true],
    ]);
  });

  it("is noted of each instance, and when one is no longer listed", async () => {
    report({
      units: [
        { name: "nginx", status: "running" },
        { name: "smbd", status: "running" },
      ],
    });
    report({ units: [{ name: "nginx", status: "failed" }] });

    expect(await changes()).toEqual([
      ["nas.unit.nginx", 0, "running", true],
      ["nas.unit.smbd", 0, "running", true],
      ["nas.unit.nginx", 1, "failed", true],
      ["nas.unit.smbd", 1, "running", false],
    ]);
  });

  it("is not noted when only what explains it became different, nor is what is recorded otherwise", async () => {
    report({ link: true, mac: "a", cpu: 1 });
    report({ link: true, mac: "b", cpu: 2 });

    expect(await changes()).toEqual([["nas.link", 0, true, true]]);
  });

  it("goes on under an entity's new name", async () => {
    report({ link: true });
    house.rooms.entities.rename("nas.link", "nas.uplink");
    house.rooms.states.rename("nas.link", "nas.uplink");
    report({ link: false });

    expect(await changes()).toEqual([
      ["nas.uplink", 0, true, true],
      ["nas.uplink", 1, false, true],
    ]);
  });
});
