import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** One line of an agent's log. */
export interface AgentLogLine {
  readonly level: string;
  readonly message: string;
  readonly reason?: string;
}

/** A bundled agent in a process of its own, with its log. */
export class AgentProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;
  readonly #lines: AgentLogLine[] = [];
  readonly #wakeReaders: (() => void)[] = [];
  #errors = "";

  /** `command` is the program with its parameters. */
  constructor([program = "", ...parameters]: readonly string[]) {
    this.#child = spawn(program, parameters);
    this.#ended = once(this.#child, "close").then(() => this.#wake());
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.#lines.push(JSON.parse(line));
      this.#wake();
    });
    this.#child.stderr.on("data", (chunk) => {
      this.#errors += chunk;
    });
  }

  /** The first line of its log that has such a message. Rejects when the agent ends without. */
  async said(message: RegExp): Promise<AgentLogLine> {
    for (;;) {
      const found = this.#lines.find((line) => message.test(line.message));
      if (found) return found;
      if (this.#child.exitCode !== null) throw new Error(`The agent ended without saying so: ${this.#errors}`);
      await new Promise<void>((resolve) => this.#wakeReaders.push(resolve));
    }
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  #wake(): void {
    for (const wake of this.#wakeReaders.splice(0)) wake();
  }
}
