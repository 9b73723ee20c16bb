import type { ConfigFile } from "../config.ts";
import { nodeAgentProgram } from "../runtime/agent-program.ts";
import type { Surroundings } from "../surroundings.ts";
import { agentVersion } from "../version.ts";
import { updateFolderOf, updateFolderVariable } from "./launch.ts";
import type { StagedUpdate } from "./updater.ts";
import { type Updates, updatesOff } from "./updates.ts";

/** Updates for one run of the agent. */
export interface OpenUpdates {
  readonly updates: Updates;
  /** Resolves when there is a version to be tried, for which this run has to end. */
  readonly staged: Promise<StagedUpdate>;
  stop(): Promise<void>;
}

const never = new Promise<never>(() => {});

/** Updates as the config and the environment want them. */
export async function openUpdates(file: ConfigFile, { clock, log }: Surroundings): Promise<OpenUpdates> {
  const closed = { staged: never, stop: async () => {} };
  if (!file.config.takesUpdates) return { ...closed, updates: updatesOff };
  const folder = updateFolderOf(process.env);
  if (folder === null) {
    log.warn(
      `Updates are enabled, but nothing that starts this agent again set ${updateFolderVariable}; ` +
        "run install.sh --upgrade once",
    );
    return { ...closed, updates: updatesOff };
  }
  if (process.env["HOMELAB_AGENT_CHILD"] === "1") {
    const { OnTrial } = await import("./on-trial.ts");
    return { ...closed, updates: await OnTrial.open(folder, agentVersion) };
  }
  const { Updater } = await import("./updater.ts");
  const updater = new Updater({
    folder,
    program: nodeAgentProgram,
    ownVersion: agentVersion,
    configPath: file.path,
    clock,
    log,
    fetch: async ({ path, sizeBytes }, signal) => {
      const { download } = await import("../runtime/download.ts");
      const hub = file.config.hubUrl.replace(/\/+$/, "");
      return download(new URL(`${hub}${path}`), sizeBytes, signal);
    },
  });
  try {
    await updater.start();
  } catch (error) {
    log.error("Updates are enabled, but their folder cannot be used; there are none", { error });
    return { ...closed, updates: updatesOff };
  }
  return { updates: updater, staged: updater.staged, stop: () => updater.stop() };
}
