import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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

  /**
   * The hub, as `npm start` runs it; with or without its own agent, with so many integrations in its data folder, and with more
   * lines in its config.yaml: at its begin, and in its list of integrations.
   */
  static hub(
    hasLocalAgent: boolean,
    integrations = 0,
    more: readonly string[] = [],
    blocks: readonly string[] = [],
  ): Promise<ServerProcess> {
    const command = [...hubNodeOptions, "core/main.ts"];
    const own = ["integrations:", `  agent: { local: ${hasLocalAgent} }`, ...blocks];
    const prepare = (folder: string) => prepareHub(folder, [...more, ...own], integrations);
    return ServerProcess.#start(command, "/api/v1/system/health", hubEnvironment(), prepare);
  }

  /** The peer: `peer.ts`. */
  static peer(): Promise<ServerProcess> {
    return ServerProcess.#start(["tests/bench/peer.ts"], "/health", process.env, async () => {});
  }

  static async #start(
    command: readonly string[],
    health: string,
    environment: NodeJS.ProcessEnv,
    prepare: (folder: string) => Promise<void>,
  ): Promise<ServerProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-bench-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const variables = {
      HOMELABCMD_DATA: folder,
      HOMELABCMD_CONFIG: path.join(folder, "config.yaml"),
      HOMELABCMD_LISTEN: `127.0.0.1:${port}`,
      HOMELABCMD_API_KEY: benchKey,
      HOMELABCMD_LOG_LEVEL: "error",
      PEER_PORT: String(port),
    };
    await prepare(folder);
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

  /** Processor time that it has used, in seconds. The kernel counts in hundredths: proc_pid_stat(5), utime and stime. */
  async processorSeconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.#child.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** `begin` ends with the list of integrations. */
async function prepareHub(folder: string, begin: readonly string[], integrations: number): Promise<void> {
  const lines = [...begin];
  for (let number = 1; number <= integrations; number++) {
    const domain = `example-${number}`;
    const target = path.join(folder, "integrations", domain);
    await cp(path.join(root, "tests/support/example-integration"), target, { recursive: true });
    for (const file of ["manifest.yaml", "index.ts"]) {
      const text = await readFile(path.join(target, file), "utf8");
      const renamed = text.replaceAll(/example(?=[./]|$)/gm, domain).replaceAll("pump-1", `pump-${number}`);
      await writeFile(path.join(target, file), renamed);
    }
    lines.push(`  ${domain}: {}`);
  }
  await writeFile(path.join(folder, "config.yaml"), `${lines.join("\n")}\n`);
}

/** A port that nobody has now. */
export function freePort(): Promise<number> {
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
