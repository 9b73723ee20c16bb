import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { parseConfig } from "../../agent/config.ts";
import packageFile from "../../package.json" with { type: "json" };
import { TestHub } from "./test-hub.ts";

describe("The bundled agent", () => {
  const hub = new TestHub();
  const children: ChildProcess[] = [];
  let folder: string;
  let bundle: string;
  let config: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "agent-bundle-"));
    bundle = join(folder, "homelab-agent.mjs");
    config = join(folder, "config.yaml");
    await bundleAgent(bundle);
    await writeFile(config, `hub_url: ${await hub.start()}\napi_token: abc\nidentity: { enabled: false }\n`);
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  afterAll(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  test("reports its host to the hub with the identity that it wrote down, and stops on SIGTERM", async () => {
    const { child, output } = run("--config", config);
    const { headers, heartbeats } = await hub.next();
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");

    const { serverGuid } = parseConfig(await readFile(config, "utf8"), config).config;
    const lines = output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).message);
    expect({
      guid: headers["x-server-guid"],
      version: heartbeats[0]?.agent_version,
      code,
      first: lines[0],
      last: lines.at(-1),
    }).toEqual({
      guid: serverGuid,
      version: packageFile.version,
      code: 0,
      first: "homelab-agent starts",
      last: "homelab-agent stops",
    });
  });

  test("stops by itself when the hub that started it is gone", async () => {
    const child = fork(bundle, ["--config", config], {
      env: { ...process.env, HOMELAB_AGENT_CHILD: "1" },
      silent: true,
    });
    children.push(child);
    await hub.next();
    child.disconnect();

    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("stops at once when it was started for a hub that is already gone", async () => {
    const orphan = spawn(process.execPath, [bundle, "--config", config], {
      env: { ...process.env, HOMELAB_AGENT_CHILD: "1" },
    });
    children.push(orphan);

    expect(await once(orphan, "exit")).toEqual([0, null]);
  });

  test("prints one heartbeat on request, without reporting it", async () => {
    const { child, output } = run("--once", "--config", config);
    const [code] = await once(child, "close");

    const { hostname, metrics } = JSON.parse(output());
    expect({ code, hostname: typeof hostname, memory: metrics.memory_total_mb > 0 }).toEqual({
      code: 0,
      hostname: "string",
      memory: true,
    });
  });

  test("refuses a wrong config with one line and exit code 2", async () => {
    const wrong = join(folder, "wrong.yaml");
    await writeFile(wrong, "hub_url: http://hub\napi_tokn: abc\n");
    const { child, errors } = run("--check", "--config", wrong);
    const [code] = await once(child, "close");

    expect([code, errors()]).toEqual([
      2,
      `homelab-agent: ${wrong}:2: api_tokn is not known; did you mean api_token?\n`,
    ]);
  });

  test("knows its version", async () => {
    const { child, output } = run("--version");
    await once(child, "close");
    expect(output()).toBe(`${packageFile.version}\n`);
  });

  function run(...parameters: string[]) {
    const child = spawn(process.execPath, [bundle, ...parameters]);
    children.push(child);
    return { child, output: collect(child.stdout), errors: collect(child.stderr) };
  }
});

/** What a stream brings, so far. */
function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  return () => text;
}
