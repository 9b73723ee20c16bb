import { describe, expect, it } from "vitest";
import { describeApi } from "../../../../core/http/openapi/document.ts";
import type { RouteDefinition } from "../../../../core/sdk/index.ts";

const text = { type: "string", maxLength: 10, description: "A text." };
const note = { title: "Note", type: "object", description: "A note.", properties: { text } };
const list: RouteDefinition = {
  method: "GET",
  path: "/notes",
  operationId: "list_notes",
  summary: "List the notes",
  tag: "Notes",
  scope: "viewer",
  responses: {
    200: {
      description: "All.",
      body: { type: "object", required: ["notes"], properties: { notes: { type: "array", items: note } } },
    },
  },
};
const update: RouteDefinition = {
  ...list,
  method: "PUT",
  path: "/notes/:id",
  operationId: "update_note",
  scope: "admin",
  request: { params: { type: "object", properties: { id: text } }, body: { ...note, examples: [{ text: "a" }] } },
  responses: { 204: { description: "Done." }, 409: { description: "Taken." } },
};

const describeRoutes = (...routes: RouteDefinition[]) => describeApi(routes, { version: "1.2.3", basePath: "" });
const statuses = (route: RouteDefinition) => {
  const [methods = {}] = Object.values(describeRoutes(route).paths);
  return Object.values(methods).map(({ responses }) => Object.keys(responses as object).join(" "));
};

describe("a document", () => {
  it("says a schema with a title once, and refers to it", () => {
    const { paths, components } = describeRoutes(list, { ...update, request: { ...update.request, body: note } });
    const place = JSON.stringify(paths).match(/"#\/components\/schemas\/Note"/g);

    expect([components.schemas["Note"], place?.length]).toEqual([note, 2]);
  });

  it("refuses two schemas of one title, and two operations of one id", () => {
    const other = { ...update, request: { body: { ...note, description: "Another." } } };

    expect(() => describeRoutes(list, other)).toThrow("Two schemas that differ have the title Note");
    expect(() => describeRoutes(list, { ...list, path: "/others" })).toThrow("Two operations have the id list_notes");
  });

  it("says below which path the hub lives", () => {
    expect(describeApi([], { version: "1.2.3", basePath: "/homelab" })["servers"]).toEqual([
      { url: "/homelab", description: "Current server" },
    ]);
  });

  it("shows an old path as deprecated, with names of its own", () => {
    const body = { type: "object", required: ["machines"], properties: { machines: { type: "array" } } };
    const all = {
      ...list,
      path: "/machines",
      operationId: "list_machines",
      responses: { 200: { description: "x", body } },
    };
    const ofOne = { ...list, path: "/machines/:id/notes" };
    const { paths } = describeRoutes(all, ofOne);
    const old = ["/api/v1/servers", "/api/v1/servers/{id}/notes"].map((path) => paths[path]?.["get"]);

    expect([
      old.map((one) => [one?.["deprecated"], one?.["operationId"]]),
      JSON.stringify(old[0]?.["responses"]).includes('"required":["servers"],"properties":{"servers":'),
    ]).toEqual([
      [
        [true, "list_servers"],
        [true, "list_server_notes"],
      ],
      true,
    ]);
  });
});

describe("an operation", () => {
  it.each<[string, RouteDefinition, string]>([
    ["is open", { ...list, scope: "open" }, "200 500 503"],
    ["reads", list, "200 401 403 429 500 503"],
    ["is conditional", { ...list, conditional: true }, "200 304 401 403 429 500 503"],
    ["has a parameter and a body", update, "204 400 401 403 404 409 413 422 429 500 503"],
  ])("that %s documents what it can answer", (_, route, wanted) => {
    expect(statuses(route)).toEqual([wanted]);
  });
});
