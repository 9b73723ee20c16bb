import { describe, expect, it } from "vitest";
import { withMemory } from "../../../../integrations/agent/older-agents/memory.ts";

describe("the memory of an older agent's machine", () => {
  it.each([
    ["is worked out of GiB", { memory_total_gb: 8, memory_used_gb: 2 }, [8192, 2048, 25]],
    [
      "is left as it was said",
      { memory_total_gb: 8, memory_used_gb: 2, memory_total_mb: 8000, memory_percent: 24 },
      [8000, 2048, 24],
    ],
    ["is unknown as far as it is", { memory_total_gb: 8, memory_used_gb: null }, [8192, null, null]],
    ["of no size has no share", { memory_total_gb: 0, memory_used_gb: 0 }, [0, 0, null]],
    ["is never more than there is", { memory_total_gb: 1, memory_used_gb: 2 }, [1024, 2048, 100]],
    ["stays unsaid where it was", { cpu_percent: 1 }, [undefined, undefined, undefined]],
  ])("%s", (_, metrics, wanted) => {
    const { memory_total_mb: total, memory_used_mb: used, memory_percent: percent } = withMemory(metrics);

    expect([total, used, percent]).toEqual(wanted);
  });
});
