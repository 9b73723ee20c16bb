import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { statfs } from "../../../agent/runtime/space.ts";

describe("statfs", () => {
  const { signal } = new AbortController();

  test("tells the same size in a thread as in a process of its own", async () => {
    const [thread, process] = await Promise.all(
      [false, true].map((isolated) => statfs(tmpdir(), { isolated, signal })),
    );
    expect(thread?.totalBytes).toBe(process?.totalBytes);
  });

  test.each([false, true])("rejects when there is nothing to ask (isolated: %s)", async (isolated) => {
    await expect(statfs("/no/such/folder", { isolated, signal })).rejects.toThrow("/no/such/folder");
  });

  test("ends its process when nobody waits any more", async () => {
    await expect(statfs("/", { isolated: true, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });
});
