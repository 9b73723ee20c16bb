import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { richHeartbeat } from "../../../support/rich-heartbeat.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

interface WireState {
  readonly id: string;
  readonly value: unknown;
  readonly available: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

/** Sends one measured and sent now. */
async function send(heartbeat: Heartbeat): Promise<void> {
  const time = new Date(clock.now()).toISOString();
  const answer = await hub.call("POST", "/agents/heartbeat", { ...heartbeat, timestamp: time, sent_at: time });
  expect(answer.status).toBe(200);
}

async function states(): Promise<ReadonlyMap<string, WireState>> {
  const { body } = await hub.call<{ states: WireState[] }>("GET", "/states?entity_id=mediaserver.*");
  return new Map(body.states.map((state) => [state.id.slice("mediaserver.".length), state]));
}

async function values(...ids: string[]): Promise<unknown[]> {
  const all = await states();
  return ids.map((id) => all.get(id)?.value);
}

const withContainers = (...names: string[]) =>
  sampleHeartbeat({ containers: names.map((name) => ({ id: name, name, state: "running", cpu_percent: 1 })) });

describe("a machine that tells more", () => {
  it("shows its units with why they are as they are", async () => {
    await send(richHeartbeat());

    const all = await states();
    const plex = all.get("unit_status.plexmediaserver");
    expect([
      plex?.value,
      plex?.attributes,
      all.get("failed_units")?.value,
      all.get("failed_units")?.attributes,
    ]).toEqual([
      "failed",
      { reason: "exit-code, status 137", pid: null, since: null, restarts: 5 },
      2,
      { names: "plexmediaserver.service, nut-monitor.service" },
    ]);
    expect(await values("unit_memory_mb.sonarr", "unit_cpu_percent.sonarr", "unit_status.wg-quick_40wg0")).toEqual([
      212.4,
      1.2,
      "unknown",
    ]);
  });

  it("shows its containers, and of one without a health check no health", async () => {
    await send(richHeartbeat());

    const all = await states();
    expect([
      all.get("containers_running")?.value,
      all.get("containers_running")?.attributes,
      all.get("container_health.vaultwarden")?.value,
      all.get("container_state.backup")?.value,
      all.get("container_state.backup")?.attributes["exit_code"],
      all.has("container_health.backup"),
      all.has("container_cpu_percent.backup"),
    ]).toEqual([2, { total: 3 }, "unhealthy", "exited", 1, false, false]);
  });

  it("shows the rates and the health of its disks", async () => {
    const [disk] = richHeartbeat().disks ?? [];
    const after = { read_bytes: 6_000_000, write_bytes: 600_000, busy_ms: 15_000 };
    await send(richHeartbeat());
    clock.step(60_000);
    await send(richHeartbeat({ disks: [{ name: "sda", ...disk, ...after }] }));

    const all = await states();
    const keys = [
      "disk_read_rate",
      "disk_write_rate",
      "disk_busy_percent",
      "disk_temperature_celsius",
      "disk_smart_passed",
      "disk_power_on_hours",
      "disk_reallocated_sectors",
    ];
    expect([keys.map((key) => all.get(`${key}.sda`)?.value), all.get("disk_wear_percent.nvme0n1")?.available]).toEqual([
      [100_000, 10_000, 25, 44, false, 46_912, 8],
      false,
    ]);
  });

  it("shows its temperatures, the hottest, and the cores without a history of each", async () => {
    await send(richHeartbeat());

    const { body } = await hub.call<{ entities: { key: string; record: string }[] }>("GET", "/entities?limit=500");
    const recordOf = (key: string) => body.entities.find((entity) => entity.key === key)?.record;
    const hottest = (await states()).get("temperature_hottest_celsius");
    expect([
      [hottest?.value, hottest?.attributes],
      await values("sensor_celsius.nvme_3anvme0_20Composite", "sensor_core_celsius.coretemp_20Core_201"),
      [recordOf("sensor_celsius"), recordOf("sensor_core_celsius")],
    ]).toEqual([
      [71, { chip: "coretemp", label: "Package id 0" }],
      [41.9, 71],
      ["samples", "none"],
    ]);
  });

  it("names the processes that take the most, the busiest core, and why it is slow", async () => {
    await send(richHeartbeat());

    const all = await states();
    expect([
      [all.get("process_count")?.value, all.get("process_busiest")?.value, all.get("process_largest")?.value],
      all.get("process_busiest")?.attributes,
      [all.get("cpu_busiest_core_percent")?.value, all.get("cpu_busiest_core_percent")?.attributes],
      [all.get("throttled")?.value, all.get("under_voltage")?.value, all.get("under_voltage")?.attributes],
      await values("cpu_iowait_percent", "cpu_steal_percent", "memory_cache_mb", "zfs_arc_mb"),
      all.get("reboot_required")?.attributes,
    ]).toEqual([
      [312, "Plex Transcoder", "mariadbd"],
      expect.objectContaining({ name_1: "Plex Transcoder", pid_1: 2201, user_1: "plex", cpu_percent_1: 41.2 }),
      [88.5, { cores: "12,88.5,,40" }],
      [true, false, { since_boot: true }],
      [3.5, 0, 4200, 2048],
      { packages: "linux-image-amd64" },
    ]);
  });

  it("has a machine record that says so in the heartbeat's words, also after a restart of the hub", async () => {
    await send(richHeartbeat());
    const before = await hub.call("GET", "/machines/mediaserver");
    await hub.stop();
    const next = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    const after = await next.call("GET", "/machines/mediaserver");
    hub = next;

    const told = ({ body }: typeof before) => [
      body["updates_available"],
      body["filesystems"],
      body["network_interfaces"],
    ];
    expect([told(after), told(after)[0]]).toEqual([told(before), 3]);
  });
});

describe("a machine that tells less than before", () => {
  it("shows the part that it is silent about as unavailable, and the others as they are", async () => {
    await send(richHeartbeat());
    clock.step(60_000);
    await send(sampleHeartbeat());

    const all = await states();
    const availabilities = ["container_state.jellyfin", "updates_available", "process_count", "cpu_percent"];
    expect(availabilities.map((id) => all.get(id)?.available)).toEqual([false, false, false, true]);
  });

  it("does so also when the hub was restarted in between, and takes them up again when they are told", async () => {
    await send(richHeartbeat());
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    clock.step(60_000);
    await send(sampleHeartbeat());
    const silent = (await states()).get("container_state.jellyfin")?.available;
    clock.step(60_000);
    await send(richHeartbeat());

    expect([silent, (await states()).get("container_state.jellyfin")?.available]).toEqual([false, true]);
  });

  it("leaves out of its record a mount that is gone, and keeps those that were lost with the machine", async () => {
    await send(sampleHeartbeat());
    clock.step(60_000);
    await send(sampleHeartbeat({ filesystems: [{ mount_point: "/", percent: 36 }] }));
    const mounts = async () => {
      const { body } = await hub.call<{ filesystems: { mount_point: string }[] }>("GET", "/machines/mediaserver");
      return body.filesystems.map(({ mount_point }) => mount_point);
    };
    const online = await mounts();
    await clock.advance(300_000);

    expect([online, await mounts()]).toEqual([["/"], ["/"]]);
  });
});

describe("a hostile host", () => {
  it("gets entities for 256 containers at most, and is told how many there are", async () => {
    await send(withContainers(...Array.from({ length: 512 }, (_, index) => `c${index}`)));

    const all = await states();
    const ids = [...all.keys()].filter((id) => id.startsWith("container_state."));
    expect([ids.length, all.get("containers_running")?.value]).toEqual([256, 512]);
  });

  it("does not make entities without end by containers that come and go each minute", async () => {
    for (let minute = 0; minute < 400; minute++) {
      await send(withContainers("database", `web-run-${minute}`));
      clock.step(60_000);
    }

    const all = await states();
    const ids = [...all.keys()].filter((id) => id.startsWith("container_state."));
    expect([ids.length, all.has("container_state.web-run-399"), all.has("container_state.web-run-0")]).toEqual([
      256,
      true,
      false,
    ]);
    expect(all.get("container_state.database")?.available).toBe(true);
  });

  it("has names that are told apart, whatever is in them", async () => {
    const names = ["<b>x</b>", "a b", "a_b", "a.b", "ä", "\ud800", "../../etc", "__proto__", "toString"];
    await send(withContainers(...names));

    const { body } = await hub.call<{ states: { id: string; key: string; instance: string }[] }>("GET", "/states");
    const made = body.states.filter(({ key }) => key === "container_state");
    expect([made.length, new Set(made.map(({ id }) => id)).size]).toEqual([names.length, names.length]);
  });
});
