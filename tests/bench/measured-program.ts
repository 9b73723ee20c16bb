import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";

/** What a process holds in memory, in bytes. */
export interface MemoryUse {
  /** All pages that it can touch at once, shared or not: VmRSS. */
  readonly resident: number;
  /** Of these, what no file backs: its own data. */
  readonly anonymous: number;
  /** Its share, with pages that several processes use divided among them: Pss. */
  readonly proportional: number;
}

/** A program that runs, and what it takes. */
export class MeasuredProgram {
  readonly name: string;
  readonly #child: ChildProcess;
  /** At the last call, milliseconds. */
  #ownBefore = 0;
  #childrenBefore = 0;

  constructor(name: string, command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.name = name;
    const [program = "", ...parameters] = command;
    this.#child = spawn(program, parameters, { stdio: "ignore", env: { ...process.env, ...environment } });
  }

  async memory(): Promise<MemoryUse> {
    const [status, rollup] = await Promise.all([this.#proc("status"), this.#proc("smaps_rollup")]);
    const bytes = (text: string, field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1]) * 1024;
    return {
      resident: bytes(status, "VmRSS"),
      anonymous: bytes(status, "RssAnon"),
      proportional: bytes(rollup, "Pss"),
    };
  }

  /** Processor milliseconds since the last call: of its own threads, to the nanosecond, and of the programs that it ran. */
  async processorMilliseconds(): Promise<{ readonly own: number; readonly children: number }> {
    const threads = await readdir(`/proc/${this.#child.pid}/task`);
    const times = await Promise.all(threads.map((thread) => this.#proc(`task/${thread}/schedstat`)));
    const own = times.reduce((sum, time) => sum + Number(time.split(" ")[0]), 0) / 1e6;
    const stat = await this.#proc("stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // proc_pid_stat(5): cutime and cstime, in hundredths of a second.
    const children = (Number(fields[13]) + Number(fields[14])) * 10;
    const since = { own: own - this.#ownBefore, children: children - this.#childrenBefore };
    this.#ownBefore = own;
    this.#childrenBefore = children;
    return since;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }

  #proc(file: string): Promise<string> {
    return readFile(`/proc/${this.#child.pid}/${file}`, "utf8");
  }
}
