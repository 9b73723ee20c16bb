import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { richHeartbeat } from "../../../support/rich-heartbeat.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

interface PackageList {
  readonly last_checked: string | null;
  readonly total_count: number;
  readonly security_count: number;
  readonly packages: readonly { name: string; new_version: string; detected_at: string; updated_at: string }[];
}

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

async function send(heartbeat: Heartbeat, measuredAt = clock.now()): Promise<number> {
  const times = { timestamp: new Date(measuredAt).toISOString(), sent_at: new Date(clock.now()).toISOString() };
  return (await hub.call("POST", "/agents/heartbeat", { ...heartbeat, ...times })).status;
}

const list = async () => (await hub.call<PackageList>("GET", "/machines/mediaserver/packages")).body;
const times = async () => (await list()).packages.map(({ name, ...one }) => [name, one.detected_at, one.updated_at]);

const noon = "2026-01-15T12:00:00.000Z";
const later = "2026-01-15T12:01:00.000Z";

describe("GET /machines/{id}/packages", () => {
  it("names what can be brought up to date, security first, under both paths", async () => {
    await send(richHeartbeat());

    const server = await hub.call("GET", "/servers/mediaserver/packages");
    expect([await list(), server.body]).toEqual([
      {
        server_id: "mediaserver",
        last_checked: "2026-01-15T11:50:00.000Z",
        total_count: 3,
        security_count: 1,
        packages: [
          {
            name: "openssl",
            current_version: "3.0.14-1~deb12u2",
            new_version: "3.0.15-1~deb12u1",
            repository: "Debian-Security:12/stable-security",
            is_security: true,
            detected_at: noon,
            updated_at: noon,
          },
          expect.objectContaining({ name: "base-files", repository: null, is_security: false }),
          expect.objectContaining({ name: "curl" }),
        ],
      },
      await list(),
    ]);
  });

  it("keeps when each was first told, over heartbeats that tell none, and over a restart", async () => {
    await send(richHeartbeat());
    clock.step(60_000);
    await send(sampleHeartbeat());
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    const [openssl] = richHeartbeat().packages ?? [];
    const packages = [
      { name: "openssl", ...openssl, new_version: "3.0.16-1~deb12u1" },
      { name: "zlib1g", is_security: false },
    ];
    await send(richHeartbeat({ packages, updates_available: 2 }));

    expect([await times(), (await list()).total_count]).toEqual([
      [
        ["openssl", noon, later],
        ["zlib1g", later, later],
      ],
      2,
    ]);
  });

  it("is empty once everything is up to date", async () => {
    await send(richHeartbeat());
    clock.step(60_000);
    await send(richHeartbeat({ packages: [], updates_available: 0, security_updates: 0 }));

    expect(await list()).toMatchObject({ total_count: 0, security_count: 0, packages: [] });
  });

  it("takes what a late heartbeat tells only when nothing newer is known", async () => {
    await send(richHeartbeat());
    await send(richHeartbeat({ packages: [] }), clock.now() - 3_600_000);
    const kept = (await list()).packages.length;
    clock.step(7_200_000);
    await send(richHeartbeat({ packages: [{ name: "curl" }] }), clock.now() - 3_600_000);

    expect([kept, (await list()).packages.map(({ name }) => name)]).toEqual([3, ["curl"]]);
  });

  it("takes a list of the greatest length that is allowed", async () => {
    const packages = Array.from({ length: 500 }, (_, index) => ({ name: `${index}`.padEnd(256, "\u0001") }));
    const statuses = [await send(richHeartbeat({ packages }))];

    expect([statuses, (await list()).packages.length]).toEqual([[200], 500]);
  });

  it("is empty for a machine that never told any, and 404 for one that is not there", async () => {
    await send(sampleHeartbeat());
    const nobody = await hub.call("GET", "/machines/nobody/packages");

    expect([await list(), nobody.status]).toEqual([
      { server_id: "mediaserver", last_checked: null, total_count: 0, security_count: 0, packages: [] },
      404,
    ]);
  });

  it("is gone with its machine", async () => {
    await send(richHeartbeat());
    await hub.call("DELETE", "/machines/mediaserver?keep_history=false");
    await hub.call("POST", "/machines", { id: "mediaserver", hostname: "mediaserver", machine_type: "server" });

    expect((await list()).packages).toEqual([]);
  });
});
