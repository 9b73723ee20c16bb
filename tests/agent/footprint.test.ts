import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { installedStart } from "../support/agent-start.ts";

/** Writes down at the end which of Node's modules were loaded. */
const witness = `process.on("exit", () => require("node:fs").writeFileSync(
  process.env.LOADED, JSON.stringify(process.moduleLoadList)));`;
/** Runs at once when the module of MQTT connections does. */
const mqttMarker = '"mqtts:":8883';

interface Witnessed {
  readonly modules: readonly string[];
  readonly evaluatesMqtt: boolean;
  readonly errors: string;
}

describe("The bundled agent", () => {
  let folder: string;
  let bundle: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "agent-footprint-"));
    bundle = join(folder, "homelab-agent.mjs");
    await bundleAgent(bundle);
    await writeFile(join(folder, "witness.cjs"), witness);
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("loads neither MQTT, nor TLS, nor HTTP servers, nor child processes when nothing of these is configured", async () => {
    const { modules, evaluatesMqtt, errors } = await witnessed("plain", "hub_url: http://127.0.0.1:1");

    const costly = ["tls", "https", "http", "child_process", "fs/promises", "perf_hooks", "crypto", "undici"];
    expect({ loaded: costly.filter((name) => modules.includes(name)), evaluatesMqtt, errors }).toEqual({
      loaded: [],
      evaluatesMqtt: false,
      errors: "",
    });
  });

  test("loads TLS for a hub over HTTPS", async () => {
    const { modules } = await witnessed("https", "hub_url: https://127.0.0.1:1");
    expect(modules).toContain("tls");
  });

  test("evaluates MQTT for a hub over MQTT", async () => {
    const { evaluatesMqtt } = await witnessed(
      "mqtt",
      "hub_url: http://127.0.0.1:1\ntransport: mqtt\nmqtt: { url: mqtt://127.0.0.1:1 }",
    );
    expect(evaluatesMqtt).toBe(true);
  });

  test("is one file of at most 200 kB", async () => {
    expect((await readFile(bundle)).length).toBeLessThan(200_000);
  });

  /** Runs it, on a host without programs, until it says that the hub cannot be reached. */
  async function witnessed(name: string, settings: string): Promise<Witnessed> {
    const [config, loaded, coverage] = ["yaml", "json", "coverage"].map((end) => join(folder, `${name}.${end}`)) as [
      string,
      string,
      string,
    ];
    await writeFile(config, `${settings}\napi_token: abc\nserver_guid: ${guid}\nidentity: { enabled: false }\n`);
    const { flags, environment } = installedStart();
    const env = {
      ...process.env,
      ...environment,
      LOADED: loaded,
      NODE_V8_COVERAGE: coverage,
      HOMELAB_AGENT_HOST_ROOT: folder,
    };
    const child = spawn(process.execPath, [...flags, "-r", join(folder, "witness.cjs"), bundle, "--config", config], {
      env,
    });
    let [output, errors] = ["", ""];
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk;
    });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (!child.killed && output.includes("cannot be reached")) child.kill("SIGTERM");
    });
    await once(child, "close");
    if (!existsSync(loaded)) throw new Error(`The agent did not end well: ${output}${errors}`);
    const modules: string[] = JSON.parse(await readFile(loaded, "utf8"));
    return {
      modules: modules.map((module) => module.replace(/^NativeModule /, "")),
      evaluatesMqtt: await evaluates(coverage, mqttMarker),
      errors,
    };
  }

  /** Whether the code around a text of the bundle ran: all functions that enclose it did. */
  async function evaluates(coverage: string, marker: string): Promise<boolean> {
    const [file = ""] = await readdir(coverage);
    const { result } = JSON.parse(await readFile(join(coverage, file), "utf8")) as Coverage;
    const at = (await readFile(bundle, "utf8")).indexOf(marker);
    const script = result.find(({ url }) => url.endsWith("homelab-agent.mjs"));
    const enclosing = script?.functions.flatMap(({ ranges }) =>
      ranges.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset),
    );
    if (at < 0 || !enclosing || enclosing.length === 0) throw new Error(`The bundle has no ${marker}`);
    return enclosing.every(({ count }) => count > 0);
  }
});

const guid = "3b241101-e2bb-4255-8caf-4136c566a962";

/** What NODE_V8_COVERAGE writes. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}
