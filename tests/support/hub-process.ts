import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** What a finished hub process left. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The hub as a process of its own, as `npm start` runs it. */
export class HubProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ending>;
  #output = "";
  #errors = "";

  /** `variables` are all that the hub sees of the environment, beside PATH. */
  constructor(variables: Readonly<Record<string, string>>) {
    const environment = { PATH: process.env["PATH"] ?? "", ...variables };
    this.#child = spawn(process.execPath, ["core/main.ts"], { cwd: root, env: environment });
    this.#child.stdout?.on("data", (chunk) => {
      this.#output += chunk;
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.#errors += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code) => resolve({ code, output: this.#output, errors: this.#errors }));
    });
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves once the hub has printed something that matches; rejects when it ends before. */
  async printed(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#output.match(pattern);
      if (match) return match;
      const next = new Promise<false>((resolve) => this.#child.stdout?.once("data", () => resolve(false)));
      const ending = await Promise.race([next, this.ended]);
      if (ending && !this.#output.match(pattern))
        throw new Error(`The hub ended first: ${ending.output}${ending.errors}`);
    }
  }

  /** The address that the hub printed. */
  async url(): Promise<string> {
    return (await this.printed(/running at (http:\/\/\S+)/))[1] ?? "";
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
