import { describe, expect, test } from "vitest";
import { ContainerReader } from "../../../agent/collectors/container-reader.ts";
import { containerCpuPercent, parseContainerUsage } from "../../../agent/collectors/containers.ts";
import { parseJson } from "../../../agent/collectors/json-values.ts";
import type { SocketAnswer } from "../../../agent/runtime/sockets.ts";
import { FixtureHost, readFixture } from "../fixture-host.ts";

const { signal } = new AbortController();
const usage = (cpuNanoseconds: number | null, machineNanoseconds: number | null) => ({
  cpuNanoseconds,
  machineNanoseconds,
  memoryBytes: null,
});

describe("The share of a container", () => {
  test.each([
    ["is of all cores", usage(100, 1_000), usage(300, 2_000), 20],
    ["is unknown at the first reading", undefined, usage(300, 2_000), null],
    ["is unknown after a restart, when its counter began anew", usage(100, 1_000), usage(50, 2_000), null],
    ["is unknown when no time passed", usage(100, 1_000), usage(100, 1_000), null],
    ["is unknown where the engine does not tell the machine's time", usage(100, null), usage(300, null), null],
  ])("%s", (_, before, now, percent) => {
    expect(containerCpuPercent(before, now)).toBe(percent);
  });
});

describe("The memory of a container", () => {
  test.each([
    ["docker-stats.json", 524_288_000],
    ["docker-stats-cgroup-1.json", 100_000_000],
  ])("is without the inactive file cache: %s", (file, bytes) => {
    expect(parseContainerUsage(parseJson(readFixture(`sockets/${file}`))).memoryBytes).toBe(bytes);
  });

  test("is unknown, not 0, where the engine tells nothing", () => {
    expect(parseContainerUsage({}).memoryBytes).toBe(null);
  });
});

/** An engine whose answer is always the same. */
class AnsweringHost extends FixtureHost {
  readonly #answer: SocketAnswer | null;

  constructor(answer: SocketAnswer | null) {
    super("bare");
    this.#answer = answer;
  }

  override async get(): Promise<SocketAnswer | null> {
    return this.#answer;
  }
}

describe("ContainerReader", () => {
  test("knows nothing where no engine answers the agent", async () => {
    expect(await new ContainerReader(new AnsweringHost(null)).read(signal)).toBe(null);
  });

  test("knows that there are none", async () => {
    expect(await new ContainerReader(new AnsweringHost({ status: 200, body: "[]" })).read(signal)).toEqual([]);
  });

  test("says that the engine is in trouble", async () => {
    const reader = new ContainerReader(new AnsweringHost({ status: 500, body: "" }));

    await expect(reader.read(signal)).rejects.toThrow("The container engine answered 500");
  });
});
