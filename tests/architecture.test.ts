import { describe, expect, it } from "vitest";
import { breachesIn } from "./architecture/rules.ts";
import { readSourceFiles } from "./architecture/source-files.ts";

describe("the project", () => {
  const files = readSourceFiles();

  it("is looked at as a whole", () => {
    const folders = new Set(files.map(({ path }) => path.split("/")[0]));

    expect([...folders].sort()).toEqual(["agent", "core", "frontend", "integrations", "tests"]);
  });

  it("keeps to who may import whom, and to the size and honesty of its files", () => {
    expect(files.flatMap(breachesIn)).toEqual([]);
  });
});

const breaches: readonly { readonly path: string; readonly text: string; readonly says: string }[] = [
  {
    path: "core/bus/event-bus.ts",
    text: 'import agent from "../../integrations/agent/index.ts";',
    says: "core/bus/event-bus.ts:1 imports integrations/agent/index.ts, but may import only core/",
  },
  {
    path: "integrations/docker/index.ts",
    text: 'import type { X } from "../agent/entities.ts";',
    says: "integrations/docker/index.ts:1 imports integrations/agent/entities.ts, but may import only core/sdk/, integrations/docker/",
  },
  {
    path: "integrations/docker/index.ts",
    text: 'import type { Heartbeat } from "../../agent/protocol.ts";',
    says: "integrations/docker/index.ts:1 imports agent/protocol.ts, but may import only core/sdk/, integrations/docker/",
  },
  {
    path: "integrations/agent/index.ts",
    text: 'import {\n  a,\n  b,\n} from "../../core/states/states.ts";',
    says: "integrations/agent/index.ts:1 imports core/states/states.ts, but may import only core/sdk/, integrations/agent/, agent/protocol.ts",
  },
  {
    path: "frontend/sdk/index.ts",
    text: 'export * from "../state/live.ts";',
    says: "frontend/sdk/index.ts:1 imports frontend/state/live.ts, but may import only frontend/sdk/, core/sdk/",
  },
  {
    path: "frontend/pages/machine.ts",
    text: 'const page = await import("../../core/main.ts");',
    says: "frontend/pages/machine.ts:1 imports core/main.ts, but may import only frontend/, core/sdk/",
  },
  {
    path: "agent/main.ts",
    text: 'import "../core/main.ts";',
    says: "agent/main.ts:1 imports core/main.ts, but may import only agent/, core/sdk/",
  },
  {
    path: "core/main.ts",
    text: 'import { say } from "./bootstrap/terminal.mjs";',
    says: "core/main.ts:1 imports core/bootstrap/terminal.mjs, but may import only core/",
  },
  {
    path: "core/platform.ts",
    text: 'import { container } from "tsyringe";',
    says: "core/platform.ts:1 imports tsyringe, but core/container.ts alone composes the hub",
  },
  {
    path: "core/recorder/recorder.ts",
    text: 'import { Op } from "sequelize";',
    says: "core/recorder/recorder.ts:1 imports sequelize, but core/storage alone speaks to the database",
  },
  {
    path: "agent/collectors/memory.ts",
    text: 'import { readFileSync } from "node:fs";',
    says: "agent/collectors/memory.ts:1 imports node:fs, but agent/runtime alone touches the host, by nodeModule(), which loads no more than is used",
  },
  {
    path: "agent/collectors/memory.ts",
    text: 'import { nodeModule } from "../runtime/node-modules.ts";',
    says: "agent/collectors/memory.ts:1 imports agent/runtime/node-modules.ts, but agent/runtime alone knows Node",
  },
  {
    path: "core/sdk/route.ts",
    text: 'import express from "express";',
    says: "core/sdk/route.ts:1 imports express, but core/http alone knows the web framework",
  },
  {
    path: "integrations/agent/topics.ts",
    text: 'import mqtt from "mqtt";',
    says: "integrations/agent/topics.ts:1 imports mqtt, but core/transport/mqtt alone speaks to brokers",
  },
  {
    path: "core/bus/event-bus.ts",
    text: "\n".repeat(300).concat("export {};"),
    says: "core/bus/event-bus.ts has 301 lines; 300 is the most",
  },
  {
    path: "core/bus/event-bus.ts",
    text: `// @ts-${"ignore"}`,
    says: "core/bus/event-bus.ts:1 overlooks an error instead of repairing it",
  },
  {
    path: "core/bus/event-bus.ts",
    text: "/* any */\nconst handlers: Map<string, any> = new Map();",
    says: "core/bus/event-bus.ts:2 has a value of type any; take unknown and check it",
  },
];

describe("a breach of the architecture", () => {
  it.each(breaches)("is found: $says", ({ path, text, says }) => {
    expect(breachesIn({ path, text })).toContain(says);
  });

  it.each([
    ["a type of a reserved package", "core/devices/registry.ts", 'import type { Transaction } from "sequelize";'],
    [
      "the SDK by the package's name",
      "integrations/docker/index.ts",
      'import type { Integration } from "homelabcmd/sdk";',
    ],
    [
      "the wire contract in its integration",
      "integrations/agent/routes.ts",
      'import { a } from "../../agent/protocol.ts";',
    ],
    ["an import in a comment", "core/sdk/route.ts", ' * import x from "express";'],
    ["the word any", "core/bus/event-bus.ts", "/** for any: one */\nconst text = 'a, any';"],
  ])("is not seen in %s", (_, path, text) => {
    expect(breachesIn({ path, text })).toEqual([]);
  });
});
