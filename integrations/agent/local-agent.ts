import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { IntegrationContext, Undo } from "../../core/sdk/index.ts";
import { agentStart } from "./agent-start.ts";
import type { AgentConfig } from "./config.ts";
import { prepareLocalConfig } from "./local-config.ts";

/** Names the local agent's token, and tells its heartbeats from the others'. */
export const localAgentLabel = "local agent";

/** Where the host's root is mounted in a container; the agent knows the same name. */
const hostRootVariable = "HOMELAB_AGENT_HOST_ROOT";

const firstRestartMilliseconds = 1000;
const longestRestartMilliseconds = 60_000;
/** An agent that ran this long was well: its next restart is quick again. */
const wellAfterMilliseconds = 60_000;
const stopMilliseconds = 3000;

/** The agent of the hub's own machine: a child process that is started again when it ends, and stopped with the hub. */
export class LocalAgent {
  readonly #context: IntegrationContext<AgentConfig>;
  #child: ChildProcess | undefined;
  #restartMilliseconds = firstRestartMilliseconds;
  #undoRestart: Undo = () => {};
  #isStopping = false;

  constructor(context: IntegrationContext<AgentConfig>) {
    this.#context = context;
  }

  /** Whether there is to be one: in a container only where the host is mounted, else it would watch the container. */
  isWanted(): boolean {
    const { config, hub, log } = this.#context;
    if (!config.local) return false;
    if (hub.container !== null && !process.env[hostRootVariable]) {
      log.info(`No local agent: the hub runs in a container. Mount the host and set ${hostRootVariable} to watch it`);
      return false;
    }
    if (existsSync(hub.agentBundle)) return true;
    log.warn(`No local agent: ${hub.agentBundle} is not built. npm start builds it`);
    return false;
  }

  async start(): Promise<void> {
    const { hub, agentTokens, config } = this.#context;
    const file = path.join(hub.dataFolder, "config.yaml");
    await prepareLocalConfig(file, {
      hubUrl: hub.localUrl,
      intervalSeconds: config.local_interval_seconds,
      isValid: (token) => agentTokens.isValid(token),
      issueToken: () => agentTokens.issue(localAgentLabel),
    });
    this.#run(file);
  }

  /** Ends the child and waits for that; one that does not listen is killed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#undoRestart();
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const undoKill = this.#context.clock.after(stopMilliseconds, () => child.kill("SIGKILL"));
    await ended;
    undoKill();
  }

  #run(file: string): void {
    const { hub, clock } = this.#context;
    const startedAt = clock.monotonic();
    const child = fork(hub.agentBundle, ["--config", file], {
      env: childEnvironment(),
      execArgv: [...agentStart.flags],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Its own process group: Ctrl-C at the terminal is for the hub, which stops its agent in its own time.
      detached: true,
    });
    this.#child = child;
    if (child.stdout) this.#forward(child.stdout);
    if (child.stderr) this.#forward(child.stderr);
    child.once("error", () => {});
    child.once("exit", (code, signal) => {
      this.#child = undefined;
      if (!this.#isStopping) this.#restartLater(file, signal ?? code, clock.monotonic() - startedAt);
    });
  }

  #restartLater(file: string, reason: string | number | null, ranMilliseconds: number): void {
    if (ranMilliseconds > wellAfterMilliseconds) this.#restartMilliseconds = firstRestartMilliseconds;
    const wait = this.#restartMilliseconds;
    this.#context.log.warn(`The local agent ended (${reason}); it starts again in ${wait / 1000} s`);
    this.#undoRestart = this.#context.clock.after(wait, () => this.#run(file));
    this.#restartMilliseconds = Math.min(2 * wait, longestRestartMilliseconds);
  }

  /** Passes the agent's log on: one JSON object a line. */
  #forward(output: Readable): void {
    createInterface({ input: output }).on("line", (line) => {
      const { level, message } = parseLine(line);
      this.#context.log[level](`local agent: ${message}`);
    });
  }
}

function parseLine(line: string): { readonly level: "info" | "warn" | "error" | "debug"; readonly message: string } {
  try {
    const { level, message } = JSON.parse(line);
    const isLevel = level === "debug" || level === "warn" || level === "error";
    return { level: isLevel ? level : "info", message: String(message) };
  } catch {
    return { level: "warn", message: line };
  }
}

/** Only what the agent needs; above all not the hub's keys. */
function childEnvironment(): NodeJS.ProcessEnv {
  const passed = ["PATH", "LANG", "TZ", hostRootVariable].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), ...agentStart.environment, HOMELAB_AGENT_CHILD: "1" };
}
