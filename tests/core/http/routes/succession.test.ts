import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const minute = 60_000;
const oldGuid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const newGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const machineId = (digit: string) => digit.repeat(32);

let clock: FakeClock;
let hub: TestHub;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

/** One minute of a machine that reports. */
async function report(changes: Partial<Heartbeat>): Promise<string> {
  await clock.advance(minute);
  const timestamp = new Date(clock.now()).toISOString();
  const heartbeat = sampleHeartbeat({ server_id: "nas", hostname: "nas", timestamp, sent_at: timestamp, ...changes });
  const { body } = await hub.call("POST", "/agents/heartbeat", heartbeat);
  return String(body["server_id"]);
}

const before = { server_guid: oldGuid, machine_id: machineId("1"), ip_addresses: ["10.0.0.5"] };
const anew = { server_guid: newGuid, machine_id: machineId("2"), ip_addresses: ["10.0.0.9"], boot_id: "another" };

/** A machine called Cellar reports for a while, is silent for another, and is installed anew. */
async function reinstall(changes: Partial<Heartbeat> = {}): Promise<string> {
  await report(before);
  await report(before);
  await hub.call("PATCH", "/machines/nas", { display_name: "Cellar", tags: ["storage"] });
  await clock.advance(10 * minute);
  await report({ ...anew, ...changes });
  return report({ ...anew, ...changes });
}

interface Candidate {
  readonly machine_id: string;
  readonly device_id: number;
  readonly why: readonly string[];
}

async function candidates(id: string): Promise<readonly Candidate[]> {
  return (await hub.call<{ candidates: Candidate[] }>("GET", `/machines/${id}/identity`)).body.candidates;
}

async function problems(): Promise<readonly string[]> {
  const { body } = await hub.call<{ problems: { title: string }[] }>("GET", "/problems");
  return body.problems.map(({ title }) => title);
}

async function machines(): Promise<readonly unknown[]> {
  const { body } = await hub.call<{ machines: Record<string, unknown>[] }>("GET", "/machines");
  return body.machines.map(({ id, guid, status, display_name: name, tags }) => ({ id, guid, status, name, tags }));
}

async function readings(entity: string): Promise<number> {
  const { body } = await hub.call<{ series: { readings: unknown[] }[] }>(
    "GET",
    `/history?entity_id=${entity}&resolution=raw`,
  );
  return body.series?.[0]?.readings.length ?? 0;
}

const adopt = (id: string, former: string) =>
  hub.call("POST", `/machines/${id}/identity/adopt`, { machine_id: former });

describe("a machine that was installed anew", () => {
  it("comes in as a machine of its own, and the user is asked whether it is the old one", async () => {
    const id = await reinstall();
    await clock.advance(minute);

    expect([id, await candidates(id), await candidates("nas"), await problems()]).toEqual([
      "nas-2",
      [
        {
          machine_id: "nas",
          device_id: 1,
          display_name: "Cellar",
          last_seen: "2026-01-15T12:02:00.000Z",
          why: ["macs", "hostname"],
        },
      ],
      [],
      ["Is nas-2 the machine nas, installed anew?"],
    ]);
  });

  it("goes on as the old one when he says so: its name, settings, addresses and history, also after a restart", async () => {
    await reinstall();
    const answer = await adopt("nas-2", "nas");
    const next = await report(anew);
    await clock.advance(1);
    const shown = async () => ({
      machines: await machines(),
      addresses: (
        await hub.call<{ addresses: { kind: string; value: string }[] }>("GET", "/machines/nas/identity")
      ).body.addresses.flatMap(({ kind, value }) => (kind === "ip" ? value : [])),
      readings: [await readings("nas.memory_percent"), await readings("nas-2.memory_percent")],
      candidates: await candidates("nas"),
    });
    const now = await shown();
    const { dataFolder } = hub;
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder });

    expect({ status: answer.status, guid: answer.body["guid"], next, now, restarted: await shown() }).toEqual({
      status: 200,
      guid: newGuid,
      next: "nas",
      now: {
        machines: [{ id: "nas", guid: newGuid, status: "online", name: "Cellar", tags: ["storage"] }],
        addresses: ["10.0.0.9", "10.0.0.5"],
        readings: [5, 0],
        candidates: [],
      },
      restarted: now,
    });
  });

  it("is another machine for ever when he says so", async () => {
    const id = await reinstall();
    const [former] = await candidates(id);
    const answer = await hub.call("POST", `/machines/${id}/identity/split`, { device_id: former?.device_id });
    await clock.advance(minute);
    const { dataFolder } = hub;
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder });
    await report(anew);

    expect([answer.status, await candidates(id), await problems(), (await machines()).length]).toEqual([
      200,
      [],
      [],
      2,
    ]);
  });

  it("is known by one hardware address together with its name, and by less it is not", async () => {
    const card = (mac: string) => ({ name: mac, mac, is_physical: true });
    const both = [card("52:54:00:12:34:56"), card("52:54:00:12:34:57")];
    const named = await reinstall({ network_interfaces: both });
    const known = (await candidates(named)).map(({ machine_id: former }) => former);
    await hub.remove();
    hub = await TestHub.start({ clock });
    const unnamed = await reinstall({ network_interfaces: both, hostname: "other" });

    expect([known, await candidates(unnamed)]).toEqual([["nas"], []]);
  });

  it("is not taken for a machine that still reports", async () => {
    const id = await reinstall();
    await report(before);
    const refused = await adopt(id, "nas");

    expect([await candidates(id), refused.status, (await machines()).length]).toEqual([[], 409, 2]);
  });

  it("is not taken for a machine with which it has nothing in common", async () => {
    const id = await reinstall({ network_interfaces: [{ name: "eth0", mac: "52:54:00:99:99:99", is_physical: true }] });
    const refused = await adopt(id, "nas");

    expect([await candidates(id), refused.status]).toEqual([[], 409]);
  });
});
