import type { Clock, Logger } from "../../core/sdk/index.ts";
import type { AgentEnd, AgentProgram, RunningAgent } from "../runtime/agent-program.ts";
import { trialAccepted, trialBegun, trialCalledOff, trialFailed, trialUndecided, type UpdateState } from "./state.ts";
import type { UpdateFolder } from "./update-folder.ts";
import type { StagedUpdate } from "./updater.ts";

/** What a trial works with. */
export interface TrialOptions {
  readonly folder: UpdateFolder;
  readonly program: AgentProgram;
  readonly configPath: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long the new version has to get a heartbeat through. */
  readonly seconds: number;
  /** Resolves when this agent is told to stop. */
  readonly stopped: Promise<unknown>;
}

/** How a trial ended. `undecided`: nothing is known yet, the present version goes on. */
export type TrialVerdict = "accepted" | "rolled_back" | "undecided" | "called_off";

interface Outcome {
  readonly verdict: TrialVerdict;
  readonly state: UpdateState;
}

/**
 * Lets a new version report in the present one's place, as a child that ends with this process. This process watches it, so neither
 * a crash nor an endless loop of the new version is in the way of going back. What has happened is on disk before anything follows
 * from it: wherever the power goes off, the next start runs a version of which the hub took a heartbeat.
 */
export async function tryUpdate({ offer, file }: StagedUpdate, options: TrialOptions): Promise<TrialVerdict> {
  const { folder, program, configPath, log, seconds } = options;
  const begun = trialBegun(await folder.load(), offer);
  await folder.save(begun);
  log.info("The newer agent is tried", { version: offer.version, seconds });
  const child = await program.start(file, ["--config", configPath]);
  try {
    const { verdict, state } = await watch(child, begun, options);
    await folder.save(state);
    await folder.tidy(state);
    say(verdict, state, options);
    return verdict;
  } finally {
    await child.stop();
  }
}

async function watch(child: RunningAgent, begun: UpdateState, options: TrialOptions): Promise<Outcome> {
  const { clock, seconds, stopped } = options;
  const patience = new AbortController();
  const silence = clock.sleep(seconds * 1000, patience.signal).catch(() => {});
  try {
    return await Promise.race([
      child.accepted.then((): Outcome => ({ verdict: "accepted", state: trialAccepted(begun) })),
      child.ended.then((end) => afterEnd(begun, end)),
      silence.then(() => undecided(begun, `The hub took no heartbeat of it within ${seconds} s`)),
      stopped.then((): Outcome => ({ verdict: "called_off", state: trialCalledOff(begun) })),
    ]);
  } finally {
    patience.abort();
  }
}

/** An agent ends well only when it is told to, as it is together with this one: that is no crash. */
function afterEnd(begun: UpdateState, { code, lastWords }: AgentEnd): Outcome {
  if (code === 0) return undecided(begun, "It ended by itself");
  const how = code === null ? "It was killed" : `It ended with exit code ${code}`;
  const reason = lastWords === "" ? how : `${how}: ${lastWords}`;
  return { verdict: "rolled_back", state: trialFailed(begun, reason) };
}

function undecided(begun: UpdateState, reason: string): Outcome {
  const state = trialUndecided(begun, reason);
  return { verdict: state.trial === null ? "rolled_back" : "undecided", state };
}

function say(verdict: TrialVerdict, { accepted, failure }: UpdateState, { log }: TrialOptions): void {
  if (verdict === "accepted") log.info("The newer agent works, and takes over", { version: accepted?.version });
  if (verdict === "undecided") log.warn("The newer agent was not heard by the hub; it is tried once more");
  if (verdict !== "rolled_back") return;
  log.error("The newer agent does not work here; this one goes on", {
    version: failure?.version,
    reason: failure?.reason,
  });
}
