import { describe, expect, it } from "vitest";
import type { Entity } from "../../../core/sdk/index.ts";
import { entityId } from "../../../core/states/entity-id.ts";
import { parseSelection, selectEntities } from "../../../core/states/selection.ts";

function entity(device: string, key: string, instance?: string): Entity {
  const place = { device, key, ...(instance === undefined ? {} : { instance }) };
  return {
    ...place,
    id: entityId(device, key, instance),
    name: key,
    originalName: key,
    isHidden: false,
    integration: "agent",
    record: "none",
    seriesId: 1,
    groupId: 1,
    keepDays: null,
  };
}

const house = [
  entity("nas", "cpu_percent"),
  entity("nas", "cpu"),
  entity("nas", "disk_percent", "/"),
  entity("nas", "disk_percent", "/mnt/a.b"),
  entity("nas-2", "cpu_percent"),
];

const chosen = (...patterns: string[]) => house.filter(parseSelection(patterns, "entity_id")).map(({ id }) => id);

const registry = {
  list: () => house,
  get: (id: string) => house.find((one) => one.id === id),
  ofDevice: (device: string) => house.filter((one) => one.device === device),
};
const lookedUp = (...patterns: string[]) => selectEntities(registry, patterns, "entity_id").map(({ id }) => id);

describe("a selection", () => {
  it.each([
    [["nas.cpu_percent"], ["nas.cpu_percent"]],
    [["nas.*"], ["nas.cpu_percent", "nas.cpu", "nas.disk_percent._2f", "nas.disk_percent._2fmnt_2fa_2eb"]],
    [["*.cpu_percent"], ["nas.cpu_percent", "nas-2.cpu_percent"]],
    [["*.disk_percent"], ["nas.disk_percent._2f", "nas.disk_percent._2fmnt_2fa_2eb"]],
    [["nas.disk_percent._2f"], ["nas.disk_percent._2f"]],
    [
      ["nas-2.*", "nas.cpu", "nas.cpu"],
      ["nas.cpu", "nas-2.cpu_percent"],
    ],
    [["nas.cpu_percen", "nas", "NAS.*", "nowhere.*", ""], []],
    [[], []],
  ])("of %j takes %j", (patterns, ids) => {
    expect([chosen(...patterns), lookedUp(...patterns).toSorted()]).toEqual([ids, ids.toSorted()]);
  });

  it.each([
    "*",
    "*.*",
    "n*.cpu",
    "nas.c*",
    "nas.disk_percent.*",
    "*.disk_percent._2f",
    "nas.*.x",
    ".*",
    "*.",
    "**.cpu",
  ])("refuses the pattern %j and says what is allowed", (pattern) => {
    expect(() => chosen("nas.cpu", pattern)).toThrow(
      expect.objectContaining({
        code: "VALIDATION_ERROR",
        field: "entity_id",
        message: `"${pattern}" is not an entity pattern; use an entity id, <device>.* or *.<key>`,
      }),
    );
  });

  it("refuses more than a thousand patterns", () => {
    expect(() => chosen(...Array.from({ length: 1001 }, () => "nas.cpu"))).toThrow(
      expect.objectContaining({ code: "VALIDATION_ERROR", message: "At most 1000 entity patterns in one request" }),
    );
  });
});
