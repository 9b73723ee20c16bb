import { beforeEach, describe, expect, it } from "vitest";
import { RouteTable } from "../../../core/http/route-table.ts";

let table: RouteTable<string>;

beforeEach(() => {
  table = new RouteTable();
  table.add("GET", "/machines", "list");
  table.add("GET", "/machines/:id", "show");
  table.add("DELETE", "/machines/:id", "remove");
  table.add("GET", "/machines/:id/metrics", "metrics");
  table.add("GET", "/services/:integration/:service", "service");
});

describe("a table of routes", () => {
  it.each([
    ["GET", "/machines", { route: "list", params: {} }],
    ["GET", "/machines/", { route: "list", params: {} }],
    ["HEAD", "/machines", { route: "list", params: {} }],
    ["GET", "/machines/nas", { route: "show", params: { id: "nas" } }],
    ["GET", "/machines/nas/", { route: "show", params: { id: "nas" } }],
    ["DELETE", "/machines/nas", { route: "remove", params: { id: "nas" } }],
    ["GET", "/machines/nas/metrics", { route: "metrics", params: { id: "nas" } }],
    ["GET", "/services/docker/a%2Fb", { route: "service", params: { integration: "docker", service: "a/b" } }],
  ])("finds who answers %s %s", (method, path, match) => {
    expect(table.find(method, path)).toEqual(match);
  });

  it.each([
    ["POST", "/machines"],
    ["HEAD", "/services/docker"],
    ["GET", "/Machines"],
    ["GET", "/machines//"],
    ["GET", "/machines/nas/metrics/cpu"],
    ["GET", "/"],
  ])("finds nobody for %s %s", (method, path) => {
    expect(table.find(method, path)).toBeUndefined();
  });

  it("refuses what cannot be decoded", () => {
    expect(() => table.find("GET", "/machines/%E0%A4%A")).toThrow("The request cannot be read");
  });

  it("asks who was added first, and the next once he is gone", () => {
    const undos = [table.add("GET", "/notes", "first"), table.add("GET", "/notes/:id", "first of one")];
    table.add("GET", "/notes", "second");
    table.add("GET", "/notes/:id", "second of one");
    const found = () => [table.find("GET", "/notes")?.route, table.find("GET", "/notes/1")?.route];
    const before = found();
    for (const undo of undos) undo();

    expect([before, found()]).toEqual([
      ["first", "first of one"],
      ["second", "second of one"],
    ]);
  });

  it("prefers a path of its own to one with parameters, whichever was added first", () => {
    table.add("GET", "/machines/summary", "summary");

    expect(table.find("GET", "/machines/summary")?.route).toBe("summary");
  });
});
