import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await TestHub.start({ clock: new FakeClock() });
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
  const other = { server_id: "backup", server_guid: "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d", hostname: "backup" };
  await hub.call("POST", "/agents/heartbeat", { ...other, timestamp: "2026-01-15T12:00:00Z" });
});

afterAll(() => hub.remove());

const now = "2026-01-15T12:00:00.000Z";

const mediaserver = {
  id: "mediaserver",
  guid: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
  hostname: "mediaserver",
  display_name: null,
  ip_address: "192.168.1.21",
  mac_address: "52:54:00:12:34:56",
  status: "online",
  status_changed_at: now,
  machine_type: "server",
  expected_online: true,
  cpu_model: "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz",
  cpu_cores: 8,
  os_distribution: "Debian GNU/Linux",
  os_version: "12",
  kernel_version: "6.1.0-28-amd64",
  architecture: "x86_64",
  agent_version: "0.1.0",
  agent_mode: "readonly",
  is_paused: false,
  paused_at: null,
  paused_until: null,
  last_seen: now,
  last_boot_time: "2026-01-03T12:00:00.000Z",
  location: null,
  tags: [],
  tdp_watts: null,
  idle_watts: null,
  machine_category: null,
  ssh_username: null,
  sudo_mode: "passwordless",
  created_at: now,
  updated_at: now,
  latest_metrics: {
    cpu_percent: 45.2,
    memory_percent: 62.1,
    memory_total_gb: 15.6,
    memory_total_mb: 15_974,
    memory_used_gb: 9.69,
    memory_used_mb: 9920,
    disk_percent: 34,
    disk_total_gb: 229.1,
    disk_used_gb: 78,
    network_rx_bytes: 1_000_000,
    network_tx_bytes: 500_000,
    load_1m: 0.7,
    load_5m: 0.9,
    load_15m: 1.1,
    uptime_seconds: 1_036_800,
  },
  updates_available: null,
  security_updates: null,
  active_alert_count: 1,
  active_alert_summaries: [
    { id: 1, alert_type: "disk", severity: "high", status: "open", title: "Disk /mnt/pool on mediaserver at 82 %" },
  ],
  filesystems: [
    {
      mount_point: "/",
      device: "/dev/sda1",
      fs_type: "ext4",
      percent: 35.9,
      used_bytes: 83_700_000_000,
      total_bytes: 246_000_000_000,
      available_bytes: 149_700_000_000,
    },
    {
      mount_point: "/mnt/pool",
      device: "tank",
      fs_type: "zfs",
      percent: 82,
      used_bytes: 6_560_000_000_000,
      total_bytes: 8_000_000_000_000,
      available_bytes: 1_440_000_000_000,
    },
  ],
  network_interfaces: [
    {
      name: "eth0",
      mac: "52:54:00:12:34:56",
      addresses: ["192.168.1.21", "fd00::21"],
      is_up: true,
      is_physical: true,
      rx_bytes: 1_000_000,
      tx_bytes: 500_000,
    },
  ],
};

describe("the machines", () => {
  it("are shown one by one, with all that is known and null for the rest", async () => {
    const full = await hub.call("GET", "/machines/mediaserver");
    const bare = await hub.call("GET", "/machines/backup");

    expect([full.status, full.body, bare.body]).toEqual([
      200,
      mediaserver,
      expect.objectContaining({
        id: "backup",
        ip_address: null,
        cpu_model: null,
        latest_metrics: null,
        filesystems: null,
        network_interfaces: null,
        status: "online",
      }),
    ]);
  });

  it("are listed by id, with how many there are", async () => {
    const { body } = await hub.call<{ machines: { id: string }[]; total: number }>("GET", "/machines");

    expect([body.total, body.machines.map(({ id }) => id), body.machines[1]]).toEqual([
      2,
      ["backup", "mediaserver"],
      mediaserver,
    ]);
  });

  it("are the same under their old name, but for the name of the list", async () => {
    const [list, servers] = [await hub.call("GET", "/machines"), await hub.call("GET", "/servers")];
    const [one, server] = [await hub.call("GET", "/machines/backup"), await hub.call("GET", "/servers/backup")];
    const withSlash = await hub.call("GET", "/servers/");

    const { machines, ...rest } = list.body;
    expect([servers.body, server.body, withSlash.body]).toEqual([
      { ...rest, servers: machines },
      one.body,
      { ...rest, servers: machines },
    ]);
  });

  it.each(["/machines/nobody", "/servers/nobody"])("do not include one that does not exist (%s)", async (path) => {
    const { status, body } = await hub.call("GET", path);

    expect([status, body]).toEqual([
      404,
      { detail: { code: "NOT_FOUND", message: "Machine 'nobody' does not exist" } },
    ]);
  });
});

describe("an address of the API", () => {
  it.each([
    ["GET", "/nowhere", 404, "NOT_FOUND", "There is no GET /api/v1/nowhere"],
    ["GET", "", 404, "NOT_FOUND", "There is no GET /api/v1"],
    ["GET", "/Machines", 404, "NOT_FOUND", "There is no GET /api/v1/Machines"],
    ["PUT", "/states", 404, "NOT_FOUND", "There is no PUT /api/v1/states; it answers GET, HEAD, OPTIONS"],
    [
      "GET",
      "/agents/heartbeat",
      404,
      "NOT_FOUND",
      "There is no GET /api/v1/agents/heartbeat; it answers OPTIONS, POST",
    ],
    ["GET", "/machines/%E0%A4%A", 400, "BAD_REQUEST", "The request cannot be read"],
  ])("%s %s answers %d in the shape of errors", async (method, path, status, code, message) => {
    const answer = await hub.call(method, path);

    expect([answer.status, answer.body]).toEqual([status, { detail: { code, message } }]);
  });

  it("tells by OPTIONS what can be done, and by HEAD what GET would say", async () => {
    const options = await hub.call("OPTIONS", "/states");
    const head = await hub.call("HEAD", "/machines");
    const anonymous = await hub.call("HEAD", "/machines", undefined, {});

    expect([
      options.status,
      options.headers.get("allow"),
      head.status,
      head.headers.get("content-type"),
      anonymous.status,
    ]).toEqual([204, "GET, HEAD, OPTIONS", 200, "application/json; charset=utf-8", 401]);
  });
});
