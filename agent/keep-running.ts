import { readConfigFile } from "./config.ts";
import { runAgent } from "./run.ts";
import { nodeAgentProgram } from "./runtime/agent-program.ts";
import { untilStopped } from "./runtime/stop-signal.ts";
import type { Surroundings } from "./surroundings.ts";
import { updateFolderOf } from "./update/launch.ts";
import type { StagedUpdate } from "./update/updater.ts";

/** How long a new version has to get a heartbeat through, in seconds: a hub that restarts meanwhile has time to do so. */
const trialSeconds = 300;

/**
 * Runs the agent until the process is told to stop, or until a newer version has taken over: then who started this one starts that
 * one. Throws `ConfigError` as `runAgent` does.
 */
export async function keepRunning(configPath: string, surroundings: Surroundings): Promise<void> {
  const stopped = untilStopped();
  for (;;) {
    // Anew each time: a version on trial may have got another token.
    const file = await readConfigFile(configPath);
    const update = await runAgent(file, surroundings, stopped);
    if (update === null || (await takesOver(update, configPath, surroundings, stopped))) return;
  }
}

/** True when this process is to end: for the newer version, or because it was told to. */
async function takesOver(
  update: StagedUpdate,
  configPath: string,
  { clock, log }: Surroundings,
  stopped: Promise<string>,
): Promise<boolean> {
  const folder = updateFolderOf(process.env);
  if (folder === null) return false;
  const seconds = Number(process.env["HOMELAB_AGENT_TRIAL_SECONDS"]) || trialSeconds;
  const { tryUpdate } = await import("./update/trial.ts");
  try {
    const options = { folder, program: nodeAgentProgram, configPath, clock, log, seconds, stopped };
    const verdict = await tryUpdate(update, options);
    return verdict === "accepted" || verdict === "called_off";
  } catch (error) {
    log.error("The newer agent cannot be tried", { version: update.offer.version, error });
    return false;
  }
}
