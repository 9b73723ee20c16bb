import type { ChildProcess } from "node:child_process";
import { nodeModule } from "./node-modules.ts";

/** How an agent's process ended. */
export interface AgentEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** The last line that it wrote to its standard error; empty when there is none. */
  readonly lastWords: string;
}

/** An agent that runs as a child of this process, and ends with it. */
export interface RunningAgent {
  /** Resolves when the child says that the hub took a heartbeat of its. */
  readonly accepted: Promise<void>;
  readonly ended: Promise<AgentEnd>;
  /** Asks it to stop, and makes it after a while. Resolves when it has ended. */
  stop(): Promise<AgentEnd>;
}

/** Runs the file of another agent with the Node, its flags and the environment that this agent has. */
export interface AgentProgram {
  /** Runs it to its end and resolves with what it printed. Rejects when it failed or took too long. */
  print(file: string, parameters: readonly string[], signal: AbortSignal): Promise<string>;
  start(file: string, parameters: readonly string[]): Promise<RunningAgent>;
}

const stopMilliseconds = 10_000;
const mostOutputBytes = 4 * 1024 * 1024;
const acceptedMessage = "accepted";

/** Tells the process that started this agent, if one listens, that the hub took a heartbeat. */
export function tellParentAccepted(): void {
  process.send?.(acceptedMessage);
}

/** Agents as processes, by Node. */
export const nodeAgentProgram: AgentProgram = {
  async print(file, parameters, signal) {
    // Loaded on first use, for it takes memory.
    const { execFile } = nodeModule("node:child_process");
    return new Promise((resolve, reject) => {
      const options = { signal, killSignal: "SIGKILL", maxBuffer: mostOutputBytes } as const;
      execFile(process.execPath, [...process.execArgv, file, ...parameters], options, (error, output, errors) => {
        if (signal.aborted) reject(new Error("it did not end in time"));
        else if (error) reject(new Error(lastLine(errors) || error.message));
        else resolve(output);
      });
    });
  },

  async start(file, parameters) {
    const { fork } = nodeModule("node:child_process");
    const env = { ...process.env, HOMELAB_AGENT_CHILD: "1" };
    return new ChildAgent(fork(file, parameters, { env, stdio: ["ignore", "inherit", "pipe", "ipc"] }));
  },
};

class ChildAgent implements RunningAgent {
  readonly accepted: Promise<void>;
  readonly ended: Promise<AgentEnd>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      said = (said + chunk.toString("utf8")).slice(-4096);
    });
    this.accepted = new Promise((resolve) => {
      child.on("message", (message) => {
        if (message === acceptedMessage) resolve();
      });
    });
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve({ code: null, lastWords: error.message }));
      child.once("close", (code) => resolve({ code, lastWords: lastLine(said) }));
    });
  }

  stop(): Promise<AgentEnd> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopMilliseconds);
    return this.ended.finally(() => clearTimeout(timer));
  }
}

function lastLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  // Under the message of an uncaught error Node prints where it came from, and its own version.
  const message = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.findLast((line) => line !== "");
  return (message ?? "").slice(0, 300);
}
