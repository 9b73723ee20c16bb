import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat, HeartbeatAnswer } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub } from "../../../support/test-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

/** A heartbeat of a machine that calls itself nas, a minute after the last one. Without a GUID it is an older agent's. */
async function report(cpu: number, changes: Partial<Heartbeat> = {}) {
  await clock.advance(60_000);
  const timestamp = new Date(clock.now()).toISOString();
  const heartbeat = { server_id: "nas", hostname: "nas", timestamp, metrics: { cpu_percent: cpu }, ...changes };
  return hub.call<HeartbeatAnswer & { detail?: { code: string; message: string } }>(
    "POST",
    "/agents/heartbeat",
    heartbeat,
  );
}

const idOf = async (cpu: number, changes: Partial<Heartbeat> = {}) => (await report(cpu, changes)).body.server_id;

async function restart(): Promise<void> {
  await hub.stop();
  hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
}

async function machines(): Promise<(readonly [id: unknown, guid: unknown])[]> {
  const { body } = await hub.call<{ machines: { id: string; guid: string | null }[] }>("GET", "/machines");
  return body.machines.map((machine) => [machine.id, machine.guid]);
}

async function history(machineId: string): Promise<number[]> {
  const from = new Date(clock.now() - 3_600_000).toISOString();
  const query = `/history?entity_id=${machineId}.cpu_percent&from=${from}&to=${new Date(clock.now() + 1000).toISOString()}&points=2000`;
  const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>("GET", query);
  return (body.series[0]?.points ?? []).flatMap(([, mean]) => mean ?? []);
}

async function problems(): Promise<string[]> {
  const { body } = await hub.call<{ problems: { title: string }[] }>("GET", "/problems");
  return body.problems.map(({ title }) => title);
}

describe("a machine known by its id alone", () => {
  it("gets the GUID that its updated agent brings, and its history goes on, with restarts of the hub between", async () => {
    await report(10);
    await restart();
    const updated = await report(20, { server_guid: guid });
    await restart();
    await report(30, { server_guid: guid });

    expect([updated.body.server_registered, await machines(), await history("nas")]).toEqual([
      false,
      [["nas", guid]],
      [10, 20, 30],
    ]);
  });

  it("keeps its GUID and its history when the older agent is put back", async () => {
    await report(10);
    await report(20, { server_guid: guid });
    await clock.advance(120_000);
    await report(30);
    await restart();
    await clock.advance(120_000);
    await report(40);

    expect([await machines(), await history("nas"), await problems()]).toEqual([[["nas", guid]], [10, 20, 30, 40], []]);
  });

  it("is not mixed up with what its older agent goes on sending, also after a restart", async () => {
    await report(10);
    await report(20, { server_guid: guid });
    const refused = [await report(90)];
    await report(21, { server_guid: guid });
    await restart();
    refused.push(await report(91));

    expect([refused.map(({ status }) => status), refused[0]?.body.detail?.message, await history("nas")]).toEqual([
      [409, 409],
      "'nas' has an agent with a GUID, on 'nas'; stop the older agent on 'nas', or give it another server_id",
      [10, 20, 21],
    ]);
  });

  it("that another host's new agent took over names both hosts", async () => {
    await report(10);
    await report(20, { server_guid: guid, hostname: "other" });
    const { status } = await report(90);

    expect([status, await problems(), await history("nas")]).toEqual([
      409,
      ["Two hosts, other and nas, report as 'nas'"],
      [10, 20],
    ]);
  });

  it("gets an id of its own when a machine with a GUID has the one that it wants, and keeps that over restarts", async () => {
    const first = await idOf(10, { server_guid: guid });
    const ids = [await idOf(50), await idOf(51)];
    await restart();
    ids.push(await idOf(52));

    expect([first, ids, await history("nas"), await history("nas-2")]).toEqual([
      "nas",
      ["nas-2", "nas-2", "nas-2"],
      [10],
      [50, 51, 52],
    ]);
  });

  it("is still found by its updated agent when the id that this proposes was another's all along", async () => {
    await report(10, { server_guid: guid });
    await report(50);
    await restart();
    const updated = await idOf(51, { server_guid: otherGuid });
    await restart();

    expect([updated, await machines(), await history("nas-2")]).toEqual([
      "nas-2",
      [
        ["nas", guid],
        ["nas-2", otherGuid],
      ],
      [50, 51],
    ]);
  });

  it("that was renamed on its host goes on after two intervals", async () => {
    await report(10);
    const answers = [];
    for (const cpu of [20, 30, 40]) answers.push((await report(cpu, { hostname: "storage" })).status);

    expect([answers, await history("nas"), await problems()]).toEqual([[409, 409, 200], [10, 40], []]);
  });
});

describe("two hosts that report under one id without a GUID", () => {
  it("are not mixed: the first stays, and the second is refused with what to do", async () => {
    await report(10);
    const refused = await report(90, { hostname: "clone" });
    await report(11);
    await report(91, { hostname: "clone" });
    await report(12);

    expect([refused.status, refused.body.detail, await history("nas")]).toEqual([
      409,
      {
        code: "CONFLICT",
        message:
          "server_id 'nas' is the host 'nas', which reports at present; give this host, 'clone', another server_id in its agent's config",
      },
      [10, 11, 12],
    ]);
  });

  it("are a problem that names both, until the second is gone", async () => {
    await report(10);
    await report(90, { hostname: "clone" });
    await report(11);
    const during = await problems();
    for (let minute = 0; minute < 12; minute++) await report(12);

    expect([during, await problems()]).toEqual([["Two hosts, nas and clone, report as 'nas'"], []]);
  });

  it("are told apart when they report less often than they are told to, too", async () => {
    const answers = [];
    for (const hostname of ["nas", "nas", "clone", "nas", "clone"]) {
      await clock.advance(120_000);
      answers.push((await report(10, { hostname })).status);
    }

    expect([answers, await problems()]).toEqual([
      [200, 200, 409, 200, 409],
      ["Two hosts, nas and clone, report as 'nas'"],
    ]);
  });

  it("are told apart after a restart of the hub too, whichever comes first", async () => {
    await report(10);
    await restart();
    const refused = await report(90, { hostname: "clone" });
    const first = await report(11);

    expect([refused.status, first.status, await history("nas")]).toEqual([409, 200, [10, 11]]);
  });
});

describe("an id of the older fleet that is none here", () => {
  it.each(["Media_Server", "media server", "média"])("(%s) is refused with what to do", async (server_id) => {
    const { status, body } = await report(1, { server_id });

    expect([status, body.detail]).toEqual([
      422,
      {
        code: "VALIDATION_ERROR",
        field: "server_id",
        message:
          'server_id must match pattern "^[a-z0-9-]{1,100}$"; use lower case letters, digits and hyphens, at most 100',
      },
    ]);
  });
});
