import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventBus } from "../../../core/bus/event-bus.ts";
import { MachineRegistry } from "../../../core/machines/registry.ts";
import type { DeviceClaim, MachineType } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const start = Date.parse("2026-01-15T12:00:00Z");

let store: TestDatabase;
let clock: FakeClock;
let machines: MachineRegistry;
let facts: Record<string, string>;
let fired: unknown[];

async function loadRegistry(): Promise<MachineRegistry> {
  const bus = new EventBus(new LogSpy());
  bus.on(
    { type: "machine_changed" },
    ({ machine, previous }) => fired.push(["changed", previous?.status, machine.status]),
    "test",
  );
  bus.on({ type: "machine_seen" }, ({ id, at }) => fired.push(["seen", id, at]), "test");
  bus.on({ type: "machine_removed" }, ({ id }) => fired.push(["removed", id]), "test");
  const { database, tables } = store;
  const registry = new MachineRegistry({
    database,
    tables,
    bus,
    clock,
    facts: () => ({ ...facts }),
    isAlias: () => false,
  });
  await registry.load();
  return registry;
}

beforeEach(async () => {
  store = await TestDatabase.open();
  clock = new FakeClock(start);
  facts = { hostname: "nas" };
  fired = [];
  machines = await loadRegistry();
  await store.database.run("INSERT INTO device (id, slug, created_at) VALUES (1, 'nas', 0)");
});

afterEach(() => store.remove());

function admit({ agentGuid, machineType = "server" }: { agentGuid?: string; machineType?: MachineType } = {}) {
  const keys: DeviceClaim["keys"] = agentGuid === undefined ? {} : { agentGuid };
  return machines.admit(
    { id: 1, slug: "nas", created: true },
    { ref: "x", keys, facts, machine: { id: "nas", machineType } },
  );
}

const server = {
  id: "nas",
  deviceId: 1,
  guid,
  displayName: null,
  machineType: "server",
  expectedOnline: true,
  location: null,
  tags: [],
  pausedAt: null,
  pausedUntil: null,
  tdpWatts: null,
  idleWatts: null,
  machineCategory: null,
  sshUsername: null,
  sudoMode: "passwordless",
  status: "unknown",
  statusChangedAt: start,
  lastSeen: null,
  intervalSeconds: null,
  createdAt: start,
  updatedAt: start,
  facts: { hostname: "nas" },
};

describe("the machine registry", () => {
  it("admits a device that is said to be a machine, and tells of it", () => {
    const machine = admit({ agentGuid: guid });

    expect([machine, machines.list(), fired]).toEqual([server, [server], [["changed", undefined, "unknown"]]]);
  });

  it("expects a server online, and a workstation not", () => {
    expect(admit({ machineType: "workstation" })).toMatchObject({ machineType: "workstation", expectedOnline: false });
  });

  it("does not admit a device that nobody calls a machine", () => {
    const outcome = machines.admit({ id: 1, slug: "phone", created: true }, { ref: "x", keys: {}, facts: {} });

    expect([outcome, machines.list(), fired]).toEqual([undefined, [], []]);
  });

  it("takes over a GUID that becomes known, and news, without changing anything else", async () => {
    admit();
    await clock.advance(1000);
    facts = { hostname: "storage" };

    expect(admit({ agentGuid: guid, machineType: "workstation" })).toEqual({
      ...server,
      updatedAt: start + 1000,
      facts: { hostname: "storage" },
    });
  });

  it("tells of a heartbeat each time, and of a change only when it comes online", async () => {
    admit();
    fired = [];
    machines.seen("nas", start, 60);
    machines.seen("nas", start + 60_000, 30);
    machines.setStatus("nas", "offline");
    machines.setStatus("nas", "offline");

    expect([fired, machines.get("nas")]).toEqual([
      [
        ["changed", "unknown", "online"],
        ["seen", "nas", start],
        ["seen", "nas", start + 60_000],
        ["changed", "online", "offline"],
      ],
      expect.objectContaining({ lastSeen: start + 60_000, intervalSeconds: 30, status: "offline" }),
    ]);
  });

  it("knows nothing of machines that it was not told of", () => {
    machines.seen("ghost", start, 60);
    machines.setStatus("ghost", "offline");

    expect([machines.get("ghost"), fired]).toEqual([undefined, []]);
  });

  it("knows every machine again after a restart, once it was saved", async () => {
    admit({ agentGuid: guid });
    machines.seen("nas", start + 5000, 60);
    await machines.save();
    store = await store.restart();

    const [again] = (await loadRegistry()).list();

    expect(again).toEqual({ ...machines.get("nas") });
  });

  it("writes down when a machine was heard last, and nothing else of it", async () => {
    admit({ agentGuid: guid });
    machines.seen("nas", start + 5000, 60);
    await machines.save();
    machines.seen("nas", start + 65_000, 30);
    const repair = await store.breakInserts("machine");
    await machines.save();
    await repair();
    store = await store.restart();

    expect((await loadRegistry()).get("nas")).toMatchObject({ lastSeen: start + 65_000, intervalSeconds: 30, guid });
  });

  it("saves what it could not save as soon as it can", async () => {
    admit({ agentGuid: guid });
    const repair = await store.breakInserts("machine");
    const failure = await machines.save().catch((error) => error);
    await repair();
    await machines.save();

    expect([failure, await store.database.select("SELECT id, guid FROM machine")]).toEqual([
      expect.any(Error),
      [{ id: "nas", guid }],
    ]);
  });

  it("writes nothing when nothing is new", async () => {
    admit();
    await machines.save();
    const repair = await store.breakInserts("machine");

    await expect(machines.save()).resolves.toBeUndefined();
    await repair();
  });

  it("forgets a machine that could not be stored, and tells of it", () => {
    admit();
    machines.forget("nas");

    expect([machines.list(), fired.at(-1)]).toEqual([[], ["removed", "nas"]]);
  });
});
