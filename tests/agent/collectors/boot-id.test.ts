import { describe, expect, test } from "vitest";
import { readBootId } from "../../../agent/collectors/boot-id.ts";

const kernels = "17bfd713-c543-4019-976e-735682626464";
const stat = (startedAt: number) => `1 (init (x) 1) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 ${startedAt} 1 1\n`;

function bootId(files: Readonly<Record<string, string>>): Promise<string | null> {
  return readBootId({ readText: async (path) => files[path] ?? null });
}

const machine = { "/proc/sys/kernel/random/boot_id": `${kernels}\n`, "/proc/1/stat": stat(7) };
const container = (startedAt: number) => {
  return { ...machine, "/proc/1/stat": stat(startedAt), "/run/systemd/container": "lxc" };
};

describe("The boot id", () => {
  test("is the kernel's own on a machine", async () => {
    expect(await bootId(machine)).toBe(kernels);
  });

  test("differs between two containers on one kernel, and stays the same while each runs", async () => {
    const ids = await Promise.all([container(100), container(100), container(230)].map(bootId));

    expect([
      ids[0] === ids[1],
      ids[0] === ids[2],
      ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id ?? "")),
    ]).toEqual([true, false, true]);
  });

  test("is the kernel's where a container does not show when it started", async () => {
    expect(await bootId({ ...container(1), "/proc/1/stat": "" })).toBe(kernels);
  });

  test("is unknown where the kernel has none", async () => {
    expect(await bootId({ "/run/systemd/container": "lxc" })).toBe(null);
  });
});
