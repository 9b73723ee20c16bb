import { stat } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../core/integrations/context.ts";
import { UndoStack } from "../../../core/lifecycle/undo-stack.ts";
import type { DeviceClaim, IntegrationContext, RouteDefinition } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

let house: TestRooms;
let undos: UndoStack;
let context: IntegrationContext;

beforeEach(async () => {
  house = await TestRooms.open();
  undos = new UndoStack();
  const manifest = { domain: "docker", name: "Docker", version: "1.0.0", api: 1, description: "About docker" };
  const owner = { manifest, config: { endpoint: "here" }, signal: new AbortController().signal, undos };
  context = createContext(house.rooms, owner);
});

afterEach(async () => {
  await undos.unwind();
  await house.remove();
});

function claim(changes: Partial<DeviceClaim> = {}): DeviceClaim {
  return {
    ref: guid,
    keys: { agentGuid: guid },
    facts: { hostname: "nas" },
    machine: { id: "nas", machineType: "server" },
    ...changes,
  };
}

const route: RouteDefinition = {
  method: "POST",
  path: "/containers",
  operationId: "create_container",
  summary: "x",
  tag: "x",
  scope: "open",
  hot: true,
  responses: { 200: { description: "x" } },
};

const stored = (table: string) => house.store.database.select(`SELECT * FROM ${table}`);

describe("the context of an integration", () => {
  it("has its configuration, and a folder of its own that exists", async () => {
    const { dataFolder, version } = context.hub;

    expect([
      context.config,
      version,
      path.relative(house.store.folder, dataFolder),
      (await stat(dataFolder)).isDirectory(),
    ]).toEqual([{ endpoint: "here" }, "0.1.0", "docker", true]);
  });

  it("leaves no listener, route, task or timer behind once it is undone", async () => {
    const calls: string[] = [];
    context.on({ type: "machine_removed" }, () => calls.push("event"));
    context.addRoute(route, () => ({}));
    context.every(60, () => void calls.push("every"));
    context.cron("* * * * *", () => void calls.push("cron"));
    context.onStop(() => void calls.push("cleaned up"));
    const timersBefore = house.clock.pending;
    await house.clock.advance(0);
    await undos.unwind();

    house.rooms.bus.emit("machine_removed", { id: "nas" });
    await house.clock.advance(600_000);

    const message = { method: "POST", url: "/api/v1/containers", headers: {} };
    expect([timersBefore > 0, calls, house.clock.pending, house.rooms.routes.runHot(message as never)]).toEqual([
      true,
      ["every", "cleaned up"],
      0,
      undefined,
    ]);
  });

  it("is named when its handler of an event throws", () => {
    context.on({ type: "machine_removed" }, () => {
      throw new Error("broken");
    });

    house.rooms.bus.emit("machine_removed", { id: "nas" });

    expect(house.log.messages("error")).toEqual(["A handler of docker failed on machine_removed"]);
  });

  it("is named as the source of what its tasks and itself log", async () => {
    context.log.info("hello");
    context.every(60, () => Promise.reject(new Error("broken")));
    await house.clock.advance(0);

    expect(house.log.lines.map(({ source, level }) => [source, level])).toEqual([
      ["docker", "info"],
      ["docker", "error"],
    ]);
  });

  it("refuses a request with the code that it was told", () => {
    expect(() => context.refuse("CONFLICT", "It is running already")).toThrow(
      expect.objectContaining({ code: "CONFLICT", status: 409, message: "It is running already" }),
    );
  });

  it("says in a line what is wrong with a value, and null of a good one", () => {
    const complaint = context.validator({
      type: "object",
      required: ["name"],
      properties: { name: { type: "string", minLength: 1 }, port: { type: "integer" } },
    });

    expect([complaint({ name: "a" }), complaint({}), complaint({ name: "a", port: "80" }), complaint([])]).toEqual([
      null,
      "name is missing",
      "port must be integer",
      "The body must be object",
    ]);
  });
});

describe("a claim through the context", () => {
  it("registers the machine in memory and on disk, once", async () => {
    const first = await context.claim(claim());
    const second = await context.claim(claim());

    expect([
      first.created,
      second.created,
      context.machines.get("nas")?.guid,
      await stored("machine"),
      (await stored("claim")).length,
    ]).toEqual([
      true,
      false,
      guid,
      [expect.objectContaining({ id: "nas", device_id: first.id, guid, status: "unknown" })],
      1,
    ]);
  });

  it("makes a device, and no machine, of one that the user does not manage", async () => {
    const { machine: _, ...phone } = claim();
    const device = await context.claim(phone);

    expect([device, context.machines.list(), (await stored("device")).length]).toEqual([
      { id: 1, slug: "device-1", created: true },
      [],
      1,
    ]);
  });

  it("that could not be stored leaves no machine, and is stored when it comes again", async () => {
    const repair = await house.store.breakInserts("machine");
    const failure = await context.claim(claim()).catch((error) => error);
    const between = [context.machines.list(), await stored("device"), await stored("claim")];
    await repair();
    const device = await context.claim(claim());

    expect([failure, between, device.slug, device.created, (await stored("machine")).length]).toEqual([
      expect.any(Error),
      [[], [], []],
      "nas",
      true,
      1,
    ]);
  });

  it("with news that could not be stored keeps the machine, and stores them when they come again", async () => {
    const { id } = await context.claim(claim());
    const news = claim({ facts: { hostname: "storage" } });
    const repair = await house.store.breakInserts("claim");
    const failure = await context.claim(news).catch((error) => error);
    await repair();
    const device = await context.claim(news);

    expect([failure, device, await stored("claim"), context.machines.get("nas")?.facts]).toEqual([
      expect.any(Error),
      { id, slug: "nas", created: false },
      [expect.objectContaining({ facts: '{"hostname":"storage"}' })],
      { hostname: "storage" },
    ]);
  });
});
