import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildHeartbeat } from "../../agent/heartbeat.ts";
import { heartbeatSchema } from "../../agent/protocol.ts";
import type { Readings } from "../../agent/readings.ts";
import { nothingKnown, sampleHead } from "./sample-heartbeat.ts";

const number = fc.oneof(fc.double(), fc.integer(), fc.constant(null));
const amount = fc.option(fc.oneof(fc.nat(), fc.double()), { nil: null });
const text = fc.option(fc.string({ maxLength: 400 }), { nil: null });

const networkInterface = fc.record({
  name: fc.string({ minLength: 1 }),
  mac: fc.constantFrom(null, "02:00:00:00:00:01"),
  addresses: fc.array(fc.ipV4()),
  receivedBytes: number,
  sentBytes: number,
  receivedPackets: number,
  sentPackets: number,
  isUp: fc.constantFrom(null, true, false),
  isPhysical: fc.boolean(),
});

const moment = fc.oneof(fc.nat(), fc.double());
const name = fc.string({ minLength: 1, maxLength: 400 });
const flag = fc.constantFrom(null, true, false);
const perhaps = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const smart = fc.record({
  model: text,
  serial: text,
  passed: flag,
  celsius: number,
  powerOnHours: number,
  wearPercent: number,
  reallocatedSectors: number,
  checkedAt: moment,
});
const process = fc.record({ pid: fc.nat(), name, user: text, cpuPercent: number, memoryBytes: number });

const oddReadings = {
  disks: perhaps(
    fc.array(
      fc.record({
        name,
        model: text,
        serial: text,
        readBytes: number,
        writtenBytes: number,
        busyMilliseconds: number,
        isRotational: flag,
      }),
    ),
  ),
  smart: perhaps(fc.dictionary(name, smart).map((byName) => new Map(Object.entries(byName)))),
  sensors: perhaps(
    fc.array(fc.record({ chip: name, label: name, celsius: fc.double({ min: -40, max: 125, noNaN: true }) })),
  ),
  throttling: fc.constant(null),
  units: perhaps(
    fc.array(
      fc.record({
        name,
        status: fc.constantFrom("running", "stopped", "failed", "unknown"),
        reason: text,
        pid: number,
        memoryBytes: number,
        cpuNanoseconds: number,
        restarts: number,
        activeSince: perhaps(moment),
        cpuPercent: number,
      }),
    ),
  ),
  failedUnits: perhaps(fc.array(fc.string())),
  containers: perhaps(
    fc.array(
      fc.record({
        id: name,
        name,
        image: text,
        state: text,
        health: text,
        exitCode: number,
        cpuPercent: number,
        memoryBytes: number,
      }),
    ),
  ),
  processes: perhaps(
    fc.record({
      total: fc.nat(),
      looked: fc.nat(),
      byCpu: fc.array(process, { maxLength: 5 }),
      byMemory: fc.array(process, { maxLength: 5 }),
    }),
  ),
  packages: perhaps(
    fc.record({
      reading: fc.array(
        fc.record({
          name,
          currentVersion: fc.string(),
          newVersion: fc.string(),
          repository: fc.string(),
          isSecurity: fc.boolean(),
        }),
      ),
      readAt: moment,
    }),
  ),
  reboot: perhaps(fc.record({ isRequired: fc.boolean(), packages: fc.array(fc.string()) })),
};

const readings: fc.Arbitrary<Readings> = fc.record({
  cpu: fc.option(
    fc.record({ busyPercent: number, iowaitPercent: number, stealPercent: number, corePercents: fc.array(number) }),
    { nil: null },
  ),
  processor: fc.option(fc.record({ model: text, cores: number }), { nil: null }),
  memory: fc.option(
    fc.record({
      totalBytes: number,
      availableBytes: number,
      cacheBytes: number,
      arcBytes: number,
      swapTotalBytes: amount,
      swapFreeBytes: amount,
    }),
    { nil: null },
  ),
  filesystems: fc.option(
    fc.array(
      fc.record({
        mountPoint: fc.string().map((path) => `/${path}`),
        source: fc.string(),
        type: fc.string(),
        space: fc.option(fc.record({ totalBytes: fc.double(), freeBytes: fc.double(), availableBytes: fc.double() }), {
          nil: null,
        }),
      }),
    ),
    { nil: null },
  ),
  network: fc.option(fc.record({ interfaces: fc.array(networkInterface), defaultInterface: text }), { nil: null }),
  system: fc.option(
    fc.record({
      hostname: text,
      machineId: text,
      bootId: text,
      bootedAt: fc.option(fc.nat(), { nil: null }),
      uptimeSeconds: number,
      load: fc.option(fc.tuple(fc.double(), fc.double(), fc.double()), { nil: null }),
      distribution: text,
      version: text,
      kernel: text,
      architecture: fc.string(),
    }),
    { nil: null },
  ),
  ...oddReadings,
});

describe("buildHeartbeat", () => {
  test("makes a heartbeat that the hub accepts of whatever was read", () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const isValid = ajv.compile(heartbeatSchema);
    fc.assert(
      fc.property(readings, (anything) => {
        const wire: unknown = JSON.parse(JSON.stringify(buildHeartbeat(sampleHead, anything)));
        if (!isValid(wire)) throw new Error(ajv.errorsText(isValid.errors));
      }),
    );
  });

  test("knows nothing where nothing was read, and never says 0 instead", () => {
    const { metrics, ...rest } = buildHeartbeat(sampleHead, nothingKnown);

    expect({ values: new Set(Object.values(metrics ?? {})), ...rest }).toEqual({
      values: new Set([null]),
      server_guid: sampleHead.guid,
      server_id: "nas",
      hostname: "nas",
      timestamp: "2026-01-15T12:00:00.000Z",
      agent_version: "1.2.3",
      agent_mode: "readonly",
      heartbeat_interval_seconds: 60,
      boot_id: null,
      machine_id: null,
      sequence: 1,
      ip_addresses: null,
      mac_address: null,
      cpu_info: null,
      os_info: null,
      filesystems: null,
      network_interfaces: null,
    });
  });

  test("counts blocks that are reserved for root as df does", () => {
    const root = { mountPoint: "/", source: "/dev/sda1", type: "ext4" };
    const space = { totalBytes: 1000, freeBytes: 200, availableBytes: 100 };

    const { filesystems } = buildHeartbeat(sampleHead, { ...nothingKnown, filesystems: [{ ...root, space }] });

    expect(filesystems).toEqual([
      {
        mount_point: "/",
        device: "/dev/sda1",
        fs_type: "ext4",
        total_bytes: 1000,
        used_bytes: 800,
        available_bytes: 100,
        percent: 88.9,
      },
    ]);
  });

  test("tells how many heartbeats were given up, and says nothing of none", () => {
    const told = [3, 0].map((dropped) => buildHeartbeat({ ...sampleHead, dropped }, nothingKnown));
    expect(told.map((heartbeat) => ["dropped_heartbeats" in heartbeat, heartbeat.dropped_heartbeats])).toEqual([
      [true, 3],
      [false, undefined],
    ]);
  });
});
