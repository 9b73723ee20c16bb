import { assert } from "chai";
import { summarise } from "../../../frontend/pages/overview/fleet-summary.ts";
import type { DashboardEntity } from "../../../frontend/sdk/index.ts";
import { sampleEntity, sampleMachine } from "../support/samples.ts";

function summaryOf(entities: readonly DashboardEntity[]) {
  const machines = [
    sampleMachine({ id: "nas" }),
    sampleMachine({ id: "pi" }),
    sampleMachine({ id: "backup", status: "offline" }),
    sampleMachine({ id: "laptop", status: "offline", expectedOnline: false }),
    sampleMachine({ id: "new", status: "unknown" }),
  ];
  return summarise(machines, (pattern) => entities.filter(({ key }) => `*.${key}` === pattern));
}

describe("the fleet's summary", () => {
  it("counts a workstation that is away neither as online nor as missing", () => {
    const { online, expected, serversOffline, away, neverSeen } = summaryOf([]);

    assert.deepEqual([online, expected, serversOffline, away, neverSeen], [2, 3, 1, 1, 1]);
  });

  it("leaves machines that are off out of its mean, and says how many are in it", () => {
    const { cpu } = summaryOf([
      sampleEntity({ device: "nas", value: 10 }),
      sampleEntity({ device: "pi", value: 30 }),
      sampleEntity({ device: "backup", value: 99, available: false }),
    ]);

    assert.deepEqual(cpu, { percent: 20, machines: 2 });
  });

  it("adds up only memory of which both use and size are known", () => {
    const { memory } = summaryOf([
      sampleEntity({ device: "nas", key: "memory_used_mb", value: 512 }),
      sampleEntity({ device: "nas", key: "memory_total_mb", value: 1024 }),
      sampleEntity({ device: "pi", key: "memory_used_mb", value: 100 }),
    ]);

    assert.deepEqual(memory, { usedBytes: 512 * 1024 ** 2, totalBytes: 1024 ** 3, machines: 1 });
  });

  it("names where the fullest disk is", () => {
    const disk = (device: string, value: number, mount: string) =>
      sampleEntity({ device, key: "disk_fullest_percent", value, attributes: { mount_point: mount } });

    const { fullestDisk } = summaryOf([disk("nas", 82, "/mnt/pool"), disk("pi", 34, "/")]);

    assert.deepEqual(fullestDisk, { percent: 82, machineId: "nas", mount: "/mnt/pool" });
  });

  it("says nothing of what nobody measures", () => {
    const { cpu, memory, fullestDisk, network } = summaryOf([]);

    assert.deepEqual([cpu, memory, fullestDisk, network], [null, null, null, null]);
  });
});
