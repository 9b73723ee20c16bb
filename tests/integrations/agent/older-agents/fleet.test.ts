import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { OlderFleet } from "../../../support/older-fleet.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

const ids = ["backup", "mediaserver", "nas", "pi-hole", "workshop-3"];

interface Wire {
  readonly id: string;
  readonly latest_metrics: Readonly<Record<string, unknown>> | null;
  readonly [field: string]: unknown;
}

async function machines(): Promise<readonly Wire[]> {
  return (await hub.call<{ machines: Wire[] }>("GET", "/machines")).body.machines;
}

async function history(entityId: string): Promise<number[]> {
  const from = new Date(clock.now() - 600_000).toISOString();
  const query = `/history?entity_id=${entityId}&from=${from}&to=${new Date(clock.now() + 1000).toISOString()}&points=2000`;
  const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>("GET", query);
  return (body.series[0]?.points ?? []).flatMap(([, mean]) => mean ?? []);
}

/** Has the fleet report every minute. */
async function reportFor(minutes: number, fleet: OlderFleet): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await fleet.report(clock.now());
    clock.step(60_000);
  }
}

describe("a fleet of older agents", () => {
  it("moves from its old hub by changing the URL", async () => {
    const heardBefore: string[] = [];
    const oldHub = createServer((request, response) => {
      heardBefore.push(request.url ?? "");
      request.resume().on("end", () => response.end("{}"));
    });
    await new Promise<void>((resolve) => oldHub.listen(0, "127.0.0.1", resolve));
    const oldUrl = `http://127.0.0.1:${(oldHub.address() as AddressInfo).port}`;

    const before = await new OlderFleet(oldUrl, testKey).report(clock.now());
    const after = await new OlderFleet(hub.url, testKey).report(clock.now());
    await new Promise((resolve) => oldHub.close(resolve));

    expect([heardBefore.length, after]).toEqual([5, before]);
  });

  it("is there under /machines and /servers, with what each machine says", async () => {
    await new OlderFleet(hub.url, testKey).report(clock.now());
    const shown = await machines();
    const { body: old } = await hub.call<{ servers: Wire[]; total: number }>("GET", "/servers");

    expect([shown.map(({ id, guid, status }) => [id, guid, status]), old]).toEqual([
      ids.map((id) => [id, null, "online"]),
      { servers: shown, total: 5 },
    ]);
    expect(shown.find(({ id }) => id === "mediaserver")).toMatchObject({
      hostname: "mediaserver.local",
      os_distribution: "Debian GNU/Linux 12 (bookworm)",
      kernel_version: "6.1.0-28-amd64",
      agent_version: "1.0.0",
      last_seen: "2026-01-15T12:00:00.000Z",
    });
  });

  it("has its memory in MiB and percent, also where an agent tells GiB alone, and what is unknown is not 0", async () => {
    await new OlderFleet(hub.url, testKey).report(clock.now());
    const memory = (await machines()).map(({ id, latest_metrics: latest }) => [
      id,
      latest?.["memory_percent"],
      latest?.["memory_total_mb"],
      latest?.["memory_used_mb"],
      latest?.["memory_used_gb"],
    ]);

    expect(memory).toEqual([
      ["backup", 31.5, 15_816, 4982, 4.87],
      ["mediaserver", 67.2, 15_913, 10_691, 10.44],
      ["nas", undefined, undefined, undefined, undefined],
      ["pi-hole", 25, 4096, 1024, 1],
      ["workshop-3", 99.9, undefined, undefined, undefined],
    ]);
  });

  it("keeps what it says of services and packages", async () => {
    await new OlderFleet(hub.url, testKey).report(clock.now());
    const { body: units } = await hub.call<{ states: { id: string; value: unknown }[] }>(
      "GET",
      "/states?entity_id=*.unit_status",
    );
    const [list, oldList] = await Promise.all(
      ["machines", "servers"].map((name) => hub.call("GET", `/${name}/mediaserver/packages`)),
    );

    expect([units.states.map(({ id, value }) => [id, value]).toSorted(), oldList?.body]).toEqual([
      [
        ["mediaserver.unit_status.nginx", "stopped"],
        ["mediaserver.unit_status.plex", "running"],
        ["workshop-3.unit_status.docker", "failed"],
      ],
      list?.body,
    ]);
    expect(list?.body).toMatchObject({
      total_count: 5,
      security_count: 2,
      packages: [{ name: "curl", is_security: true }, { name: "tzdata" }],
    });
  });

  it("has a history, whatever way its agents write the time in", async () => {
    await reportFor(3, new OlderFleet(hub.url, testKey));
    const recorded = ids.filter((id) => id !== "nas").map((id) => history(`${id}.cpu_percent`));

    expect(await Promise.all(recorded)).toEqual([
      [4, 4, 4],
      [23.4, 23.4, 23.4],
      [3.5, 3.5, 3.5],
      [100, 100, 100],
    ]);
  });

  it("is the same fleet after the hub was restarted, and its history goes on", async () => {
    await reportFor(2, new OlderFleet(hub.url, testKey));
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    await reportFor(1, new OlderFleet(hub.url, testKey));

    expect([(await machines()).map(({ id }) => id), await history("mediaserver.cpu_percent")]).toEqual([
      ids,
      [23.4, 23.4, 23.4],
    ]);
  });

  it("is let in with a key for agents too, and with no lesser one", async () => {
    const made = ["agent", "operator", "viewer"].map((scope) => hub.call("POST", "/auth/keys", { name: scope, scope }));
    const keys = (await Promise.all(made)).map(({ body }) => String(body["key"]));
    const answers = [];
    for (const key of keys) answers.push((await new OlderFleet(hub.url, key).report(clock.now()))["nas"]);

    expect(answers).toEqual([200, 403, 403]);
  });
});
