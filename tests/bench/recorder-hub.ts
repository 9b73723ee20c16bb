import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { hubEnvironment, hubNodeOptions } from "../../core/bootstrap/hub-runtime.mjs";
import { benchKey } from "./server-process.ts";

const root = path.resolve(import.meta.dirname, "../..");
const withoutLocalAgent = "integrations:\n  agent: { local: false }\n";

/** How a hub is started. */
export interface RecorderHubOptions {
  /** More lines of config.yaml. */
  readonly config?: string;
  /** The program and its parameters; default: the hub itself. */
  readonly program?: readonly string[];
}

/** The hub in a process of its own, on a folder that was there before and stays. */
export class RecorderHub {
  readonly url: URL;
  readonly #child: ChildProcess;

  private constructor(url: URL, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(folder: string, { config = "", program = ["core/main.ts"] }: RecorderHubOptions = {}) {
    const configFile = path.join(folder, "config.yaml");
    await writeFile(configFile, withoutLocalAgent + config);
    const env = {
      ...hubEnvironment(),
      HOMELABCMD_DATA: folder,
      HOMELABCMD_CONFIG: configFile,
      HOMELABCMD_LISTEN: "127.0.0.1:0",
      HOMELABCMD_API_KEY: benchKey,
      HOMELABCMD_LOG_LEVEL: "error",
    };
    const stdio = ["ignore", "pipe", "inherit"] as const;
    const child = spawn(process.execPath, [...hubNodeOptions, ...program], { cwd: root, env, stdio: [...stdio] });
    return new RecorderHub(await printedUrl(child), child);
  }

  get port(): number {
    return Number(this.url.port);
  }

  /** Resident memory, in bytes. */
  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  /** Sends a signal and goes on. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal that ends it, and waits for the end. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    await ended;
  }
}

/** The address that a hub prints once it is ready. */
async function printedUrl(child: ChildProcess): Promise<URL> {
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  while (child.exitCode === null) {
    const [, url] = /running at (http:\/\/\S+)/.exec(output) ?? [];
    if (url) return new URL(url);
    await Promise.race([once(child.stdout ?? child, "data"), once(child, "exit")]);
  }
  throw new Error(`The hub ended before it was ready: ${output}`);
}
