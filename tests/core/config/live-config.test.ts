import { renameSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBlocks } from "../../../core/config/blocks.ts";
import { LiveConfig } from "../../../core/config/live-config.ts";
import { loadConfig } from "../../../core/config/load.ts";
import type { Problem } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { ConfigFiles } from "./config-files.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  properties: { seconds: { type: "integer", default: 60 }, token: { type: "string", writeOnly: true } },
};

let files: ConfigFiles;
let log: LogSpy;
let clock: FakeClock;
let calls: unknown[];
let open: Map<string, Problem>;
let stop: () => void;

beforeEach(() => {
  files = new ConfigFiles();
  log = new LogSpy();
  clock = new FakeClock();
  calls = [];
  open = new Map();
  stop = () => {};
});
afterEach(() => {
  stop();
  files.remove();
});

async function start(written: Readonly<Record<string, string>>): Promise<LiveConfig> {
  const options = { path: files.write(written), knownIntegrations: ["agent", "docker"] };
  const integrations = options.knownIntegrations.map((domain) => {
    return { domain, isDefault: domain === "agent", schema: async () => schema };
  });
  const live = new LiveConfig(await checkBlocks(loadConfig(options), integrations), {
    options,
    integrations,
    clock,
    log,
    reportProblem: (id, problem) => {
      open.set(id, problem);
      return () => open.delete(id);
    },
  });
  stop = live.start({
    blockChanged: async (domain, value) => void calls.push([domain, value]),
    settingsChanged: (settings) => void calls.push(settings),
    machinesChanged: async (machines) => void calls.push(["machines", machines.map(({ id }) => id)]),
  });
  return live;
}

async function reloadWith(live: LiveConfig, written: Readonly<Record<string, string>>) {
  files.write(written);
  await live.reload();
  return calls.splice(0);
}

describe("LiveConfig", () => {
  it("acts on exactly the blocks that have changed", async () => {
    const live = await start({ "config.yaml": "integrations:\n  docker: { seconds: 1 }\n" });

    expect([
      await reloadWith(live, {
        "config.yaml": "# a comment\nintegrations: { docker: { seconds: 1 }, agent: { seconds: 60 } }\n",
      }),
      await reloadWith(live, { "config.yaml": "integrations: { docker: { seconds: 2 } }\n" }),
      await reloadWith(live, { "config.yaml": "integrations: { agent: false }\nmachines: [{ id: nas }]\n" }),
      await reloadWith(live, { "config.yaml": "" }),
    ]).toEqual([
      [],
      [["docker", { seconds: 2 }]],
      [
        ["machines", ["nas"]],
        ["agent", undefined],
        ["docker", undefined],
      ],
      [
        ["machines", []],
        ["agent", { seconds: 60 }],
      ],
    ]);
  });

  it("restarts the one whose secret or included file has changed", async () => {
    const live = await start({
      "config.yaml": "integrations: { docker: !include docker.yaml, agent: { token: !secret agent } }\n",
      "docker.yaml": "seconds: 1",
      "secrets.yaml": "agent: one",
    });

    expect([
      await reloadWith(live, { "secrets.yaml": "agent: two" }),
      await reloadWith(live, { "docker.yaml": "seconds: 2" }),
    ]).toEqual([[["agent", { token: "two", seconds: 60 }]], [["docker", { seconds: 2 }]]]);
  });

  it("goes on as before when the new file is wrong, and says so once, until it is mended", async () => {
    const live = await start({ "config.yaml": "integrations: { docker: { seconds: 1 } }\n" });

    const acted = await reloadWith(live, { "config.yaml": "integrations: { docker: { seconds: x } }\n" });
    await live.reload();
    const broken = {
      problems: live.problems.length,
      errors: log.messages("error").length,
      open: [...open.keys()],
      block: live.running.blocks.get("docker"),
    };
    await reloadWith(live, { "config.yaml": "integrations: { docker: { seconds: 1 } }\n" });

    expect([acted, broken, live.problems, open.size]).toEqual([
      [],
      { problems: 1, errors: 1, open: ["file"], block: { seconds: 1 } },
      [],
      0,
    ]);
  });

  it("goes on as before when the file cannot be read", async () => {
    const live = await start({ "config.yaml": "hub: { name: x }\n" });
    await reloadWith(live, { "config.yaml": "hub: \0" });

    expect([live.running.config.hub.name, live.problems.map(({ line }) => line)]).toEqual(["x", [1]]);
  });

  it("names the settings that wait for a restart", async () => {
    const live = await start({ "config.yaml": "hub: { name: a }\n" });
    await reloadWith(live, {
      "config.yaml": "hub: { name: b, tls: { cert: c, key: d } }\nrecorder: { keep_days: 3 }\n",
    });
    const waiting = live.restartRequired;
    await reloadWith(live, { "config.yaml": "hub: { name: a }\n" });

    expect([waiting, live.restartRequired]).toEqual([["hub.name", "hub.tls", "recorder.keep_days"], []]);
  });

  it("edits the file and acts on it", async () => {
    const live = await start({ "config.yaml": "# mine\nintegrations:\n  docker: # here\n" });

    await live.edit([{ path: ["integrations", "docker", "seconds"], value: 5 }], live.running.config.source.version);

    expect([files.read(), calls]).toEqual([
      "# mine\nintegrations:\n  docker: # here\n    seconds: 5\n",
      [["docker", { seconds: 5 }]],
    ]);
  });

  it.each([
    ["another text than the caller has seen", "hub: { name: b }\n", "CONFLICT", /edited meanwhile/],
    [
      "a file with problems",
      "hub: { nam: b }\n",
      "CONFLICT",
      /repair the file first: .*hub\.nam is not a known setting/,
    ],
  ])("refuses to edit %s", async (_, text, code, message) => {
    const live = await start({ "config.yaml": "hub: { name: a }\n" });
    const { version } = live.running.config.source;
    files.write({ "config.yaml": text });

    await expect(live.edit([{ path: ["hub", "name"], value: "c" }], version)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(files.read()).toBe(text);
  });

  it("refuses an edit that would be wrong, and leaves everything as it is", async () => {
    const live = await start({ "config.yaml": "hub: { name: a }\n" });

    await expect(live.edit([{ path: ["integrations", "docker", "seconds"], value: "x" }])).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      message: 'integrations.docker.seconds must be a whole number, but is "x"',
    });
    expect([files.read(), calls, live.problems]).toEqual(["hub: { name: a }\n", [], []]);
  });

  it("notices by itself what editors do: write in place, rename over, remove", async () => {
    const live = await start({ "config.yaml": "hub: { name: a }\n" });
    const noticed = (name: string) =>
      expect
        .poll(async () => {
          await clock.advance(300);
          return live.running.config.hub.name;
        })
        .toBe(name);

    files.write({ "config.yaml": "hub: { name: b }\n" });
    await noticed("b");
    files.write({ "new.yaml": "hub: { name: c }\n" });
    renameSync(files.path("new.yaml"), files.path("config.yaml"));
    await noticed("c");
    rmSync(files.path("config.yaml"));
    await noticed("HomelabCmd");
  });

  it("never writes a secret into its log", async () => {
    const live = await start({
      "config.yaml": "integrations: { docker: { token: !secret docker } }\n",
      "secrets.yaml": "docker: hunter2",
    });
    await reloadWith(live, {
      "config.yaml": "integrations: { docker: { seconds: !secret docker, tokn: !secret docker } }\n",
    });
    await reloadWith(live, { "secrets.yaml": "docker: hunter2: hunter2" });

    expect(JSON.stringify([log.lines, live.problems, [...open]])).not.toContain("hunter2");
  });
});
