import type { ChildProcess } from "node:child_process";
import { nodeModule } from "./node-modules.ts";
import type { ProgramOptions, ProgramResult, Programs } from "./programs.ts";

const { accessSync, constants } = nodeModule("node:fs");

/** Where programs are looked for; the last one is where older Raspberry Pi OS keeps its own. */
const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/opt/vc/bin"];
const environment = { PATH: folders.join(":"), LC_ALL: "C", TZ: "UTC" };

const mostOutputBytes = 1024 * 1024;
/** `nobody` and `nogroup` of Debian and its kin. */
const nobody = { uid: 65_534, gid: 65_534 };

/** The programs of the machine that this process runs on, by Node. */
export class NodePrograms implements Programs {
  async run(program: string, parameters: readonly string[], options: ProgramOptions): Promise<ProgramResult | null> {
    const path = findProgram(program);
    if (path === null) return null;
    // Loaded on first use: it takes memory, and a host without systemd, apt and smartctl never needs it.
    const { spawn } = nodeModule("node:child_process");
    options.signal.throwIfAborted();
    const isDropping = options.isUnprivileged === true && process.getuid?.() === 0;
    const start = (identity: object) =>
      spawn(path, parameters, {
        cwd: "/",
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
        // A process group of its own, so that what it starts can be killed with it.
        detached: true,
        ...identity,
      });
    const child = start(isDropping ? nobody : {});
    // Root without the capability to become somebody else, as in a confined unit: then it runs as the agent does.
    const hasFailed = isDropping && child.pid === undefined;
    if (hasFailed) child.on("error", () => {});
    return new Run(program, hasFailed ? start({}) : child, options).ended;
  }
}

function findProgram(name: string): string | null {
  for (const folder of folders) {
    try {
      accessSync(`${folder}/${name}`, constants.X_OK);
      return `${folder}/${name}`;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/** One program that runs: collects what it prints, and kills it and its children when that goes on for too long. */
class Run {
  readonly ended: Promise<ProgramResult>;
  readonly #child: ChildProcess;
  #bytes = 0;
  /** Why it was killed. */
  #trouble: Error | null = null;

  constructor(program: string, child: ChildProcess, { deadlineMilliseconds, signal }: ProgramOptions) {
    this.#child = child;
    const output = this.#collect(child.stdout, program);
    const errors = this.#collect(child.stderr, program);
    const seconds = deadlineMilliseconds / 1000;
    const timer = setTimeout(() => this.#kill(`${program} did not end within ${seconds} s`), deadlineMilliseconds);
    const abort = () => this.#kill(`${program} was aborted`);
    signal.addEventListener("abort", abort, { once: true });
    this.ended = new Promise<ProgramResult>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, killedBy) => {
        if (this.#trouble) reject(this.#trouble);
        else if (exitCode === null) reject(new Error(`${program} was ended by ${killedBy}`));
        else resolve({ exitCode, output: output(), errors: errors() });
      });
    }).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  }

  #collect(stream: NodeJS.ReadableStream | null, program: string): () => string {
    const chunks: Buffer[] = [];
    stream?.on("data", (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= mostOutputBytes) chunks.push(chunk);
      else this.#kill(`${program} printed more than a MiB`);
    });
    return () => Buffer.concat(chunks).toString("utf8");
  }

  #kill(reason: string): void {
    if (this.#trouble || this.#child.pid === undefined) return;
    this.#trouble = new Error(reason);
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended by itself at the same moment.
    }
  }
}
