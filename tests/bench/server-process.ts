import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { hubEnvironment, hubNodeOptions } from "../../core/bootstrap/hub-runtime.mjs";

export const benchKey = "bench-admin-key-0123456789";
const root = path.resolve(import.meta.dirname, "../..");

/** A server in a process of its own, on an empty folder and a free port. */
export class ServerProcess {
  readonly url: string;
  /** From the start of the process to its first good answer, in milliseconds. */
  readonly startMilliseconds: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, startMilliseconds: number, child: ChildProcess, folder: string) {
    this.url = url;
    this.startMilliseconds = startMilliseconds;
    this.#child = child;
    this.#folder = folder;
  }

  /** The hub, as `npm start` runs it; with or without its own agent. */
  static hub(hasLocalAgent: boolean): Promise<ServerProcess> {
    const command = [...hubNodeOptions, "core/main.ts"];
    return ServerProcess.#start(command, "/api/v1/system/health", hubEnvironment(), hasLocalAgent);
  }

  /** The peer: `peer.ts`. */
  static peer(): Promise<ServerProcess> {
    return ServerProcess.#start(["tests/bench/peer.ts"], "/health", process.env, false);
  }

  static async #start(
    command: readonly string[],
    health: string,
    environment: NodeJS.ProcessEnv,
    hasLocalAgent: boolean,
  ): Promise<ServerProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-bench-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const variables = {
      HOMELABCMD_DATA: folder,
      HOMELABCMD_CONFIG: path.join(folder, hasLocalAgent ? "none.yaml" : "config.yaml"),
      HOMELABCMD_LISTEN: `127.0.0.1:${port}`,
      HOMELABCMD_API_KEY: benchKey,
      HOMELABCMD_LOG_LEVEL: "error",
      PEER_PORT: String(port),
    };
    if (!hasLocalAgent) await writeConfig(folder);
    const startedAt = performance.now();
    const env = { ...environment, ...variables };
    const child = spawn(process.execPath, [...command], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
    await untilHealthy(`${url}${health}`);
    return new ServerProcess(url, performance.now() - startedAt, child, folder);
  }

  /** Resident memory, in bytes. */
  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function writeConfig(folder: string): Promise<void> {
  await writeFile(path.join(folder, "config.yaml"), "integrations: { agent: { local: false } }\n");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function untilHealthy(url: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
