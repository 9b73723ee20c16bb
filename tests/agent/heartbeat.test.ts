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

const readings: fc.Arbitrary<Readings> = fc.record({
  cpuPercent: number,
  processor: fc.option(fc.record({ model: text, cores: number }), { nil: null }),
  memory: fc.option(
    fc.record({ totalBytes: number, availableBytes: number, swapTotalBytes: amount, swapFreeBytes: amount }),
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
  rebootRequired: fc.option(fc.boolean(), { nil: null }),
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
});
