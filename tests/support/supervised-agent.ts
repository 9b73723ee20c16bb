import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a supervised agent is started with. */
export interface SupervisedAgentOptions {
  /** The file that stands for the installed agent. */
  readonly installed: string;
  readonly hubUrl: string;
  readonly token: string;
  readonly trialSeconds?: number;
}

/** An agent as a process that is started again whenever it ends, as by systemd, with a folder for updates. */
export class SupervisedAgent {
  readonly #folder: string;
  readonly #options: SupervisedAgentOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #isStopping = false;
  /** Everything that it and its children printed. */
  output = "";

  private constructor(folder: string, options: SupervisedAgentOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  static async start(options: SupervisedAgentOptions): Promise<SupervisedAgent> {
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-agent-"));
    const agent = new SupervisedAgent(folder, options);
    const settings = ["server_id: nas", "identity: { enabled: false }", "updates: enabled"];
    const access = [`hub_url: ${options.hubUrl}`, `api_token: ${options.token}`];
    await writeFile(agent.#config, `${[...access, ...settings].join("\n")}\n`);
    agent.#run();
    return agent;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** The names of the files in its folder for updates. */
  files(): Promise<readonly string[]> {
    return readdir(path.join(this.#folder, "update")).catch(() => []);
  }

  /** Ends it without a word, with its children, as a loss of power does; it is started again. */
  async powerCut(): Promise<void> {
    const ended = this.#ended;
    process.kill(-this.pid, "SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    this.#isStopping = true;
    this.#child?.kill("SIGTERM");
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #config(): string {
    return path.join(this.#folder, "config.yaml");
  }

  #run(): void {
    const { installed, trialSeconds = 60 } = this.#options;
    const env = {
      PATH: process.env["PATH"],
      HOMELAB_AGENT_UPDATES: path.join(this.#folder, "update"),
      HOMELAB_AGENT_TRIAL_SECONDS: String(trialSeconds),
    };
    // A process group of its own, so that a loss of power takes its children too.
    const child = spawn(process.execPath, [installed, "--config", this.#config], { env, detached: true });
    this.#child = child;
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    this.#ended = new Promise<void>((resolve) => {
      child.once("exit", () => {
        if (!this.#isStopping) this.#run();
        resolve();
      });
    });
  }
}
