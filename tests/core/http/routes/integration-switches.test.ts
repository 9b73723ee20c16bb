import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub } from "../../../support/test-hub.ts";

const example = path.resolve(import.meta.dirname, "../../../support/example-integration");
const canary = "canary-4711";
const config = `# my lab
integrations:
  agent: false
  example:
    # two of them
    pumps: [pump-1, !secret pump]
`;

let hub: TestHub;

const prepare = async (dataFolder: string) => {
  await cp(example, path.join(dataFolder, "integrations/example"), { recursive: true });
  await writeFile(path.join(dataFolder, "secrets.yaml"), `pump: ${canary}\n`, { mode: 0o600 });
};

beforeEach(async () => {
  hub = await TestHub.start({ clock: new FakeClock("2026-01-15T12:00:00Z"), config, prepare });
});

afterEach(() => hub.remove());

const file = () => readFile(path.join(hub.dataFolder, "config.yaml"), "utf8");
const turn = async (domain: string, action: "enable" | "disable") => {
  const { status, body } = await hub.call("POST", `/integrations/${domain}/${action}`);
  return [status, body];
};
const running = async () => {
  const { body } = await hub.call<{ integrations: { domain: string }[] }>("GET", "/integrations");
  return body.integrations.map(({ domain }) => domain).filter((domain) => ["agent", "example"].includes(domain));
};

describe("an integration that is turned off", () => {
  it("stops, and keeps its settings and comments in the file", async () => {
    const answer = await turn("example", "disable");

    expect([answer, await running(), await file()]).toEqual([
      [200, { domain: "example", enabled: false }],
      [],
      config.replace("!secret pump]\n", "!secret pump]\n    enabled: false\n"),
    ]);
  });

  it("stays off over a restart", async () => {
    await turn("example", "disable");
    const text = await file();
    await hub.stop();
    hub = await TestHub.start({ dataFolder: hub.dataFolder, config: text });

    expect(await running()).toEqual([]);
  });

  it("runs as it did before when it is turned on again", async () => {
    await turn("example", "disable");
    const answer = await turn("example", "enable");
    const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");

    expect([answer, await running(), await file(), body.machines.map(({ id }) => id)]).toEqual([
      [200, { domain: "example", enabled: true }],
      ["example"],
      config,
      [canary, "pump-1"],
    ]);
  });

  it("without settings is on and off as well, and doing it twice does nothing", async () => {
    const answers = [
      await turn("agent", "enable"),
      await turn("agent", "enable"),
      await turn("agent", "disable"),
      await turn("agent", "disable"),
    ];

    expect([answers.map(([status]) => status), await running()]).toEqual([[200, 200, 200, 200], ["example"]]);
  });

  it("is turned on by writing its block, too, which shows what it was", async () => {
    await turn("example", "disable");
    const { body: block } = await hub.call("GET", "/integrations/example/config");
    const written = await hub.call("PUT", "/integrations/example/config", { config: block["config"] });

    expect([block["enabled"], block["config"], written.body["enabled"], await running(), await file()]).toEqual([
      false,
      { pumps: ["pump-1", "[hidden]"] },
      true,
      ["example"],
      config,
    ]);
  });

  it("that does not exist is not found", async () => {
    expect((await turn("nowhere", "enable"))[0]).toBe(404);
  });
});

describe("the setting enabled", () => {
  it("turns an integration off when it is written by hand, too", async () => {
    const text = config.replace("    pumps", `    enabled: false # not now\n    pumps`);
    await writeFile(path.join(hub.dataFolder, "config.yaml"), text);
    const { body } = await hub.call<{ problems: unknown[] }>("POST", "/config/reload");

    expect([body.problems, await running()]).toEqual([[], []]);
  });

  it("that is neither true nor false is a problem of the file", async () => {
    await writeFile(path.join(hub.dataFolder, "config.yaml"), config.replace("    pumps", "    enabled: 7\n    pumps"));
    const { body } = await hub.call<{ problems: { message: string }[] }>("POST", "/config/reload");

    expect([body.problems.map(({ message }) => message), await running()]).toEqual([
      [expect.stringMatching(/enabled/)],
      ["example"],
    ]);
  });
});

describe("the diagnostics of an integration", () => {
  it("say how it is, what it runs with and what it reports", async () => {
    const { status, body } = await hub.call("GET", "/integrations/example/diagnostics");

    expect([status, body]).toEqual([
      200,
      {
        domain: "example",
        enabled: true,
        hub_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        integration: expect.objectContaining({ state: "running" }),
        config: { pumps: ["pump-1", "[hidden]"] },
        problems: [],
        entities: 6,
        unavailable_entities: 0,
      },
    ]);
  });

  it("hold no secret of the configuration, whatever state it is in", async () => {
    const shown = [await hub.call("GET", "/integrations/example/diagnostics")];
    await turn("example", "disable");
    shown.push(await hub.call("GET", "/integrations/example/diagnostics"));

    expect([
      shown.map(({ body }) => [body["enabled"], body["integration"] === null]),
      JSON.stringify(shown).includes(canary),
    ]).toEqual([
      [
        [true, false],
        [false, true],
      ],
      false,
    ]);
  });

  it("of one that does not exist are not found", async () => {
    expect((await hub.call("GET", "/integrations/nowhere/diagnostics")).status).toBe(404);
  });
});
