import { isOlderVersion } from "../protocol/versions.ts";
import type { UpdateOffer } from "./offer.ts";

/** A version of the agent, and what its file is known by. */
export interface AgentVersion {
  readonly version: string;
  readonly sha256: string;
}

/** A version that was started and of which is not known yet whether it is good. */
export interface Trial extends AgentVersion {
  readonly offeredAt: string;
  /** How often it was started for this offer. */
  readonly starts: number;
}

/** Why an offer came to nothing: `failed` before the new version ran, `rolled_back` after. */
export interface Failure extends AgentVersion {
  readonly kind: "failed" | "rolled_back";
  readonly offeredAt: string;
  /** For people. */
  readonly reason: string;
}

/** Everything that is remembered about updates, over restarts and losses of power. */
export interface UpdateState {
  /** What runs in place of the installed file, because the hub took a heartbeat of its. */
  readonly accepted: AgentVersion | null;
  readonly trial: Trial | null;
  /** How the last offer ended that came to nothing. */
  readonly failure: Failure | null;
}

export const noUpdates: UpdateState = { accepted: null, trial: null, failure: null };

/**
 * How often a version may be started for one offer. The first time may end with the machine's power, or fall into a restart of
 * the hub, which is not the version's fault.
 */
const mostStarts = 2;

/** Whether an offer is to be followed by an agent of that version: it is newer, and has not come to nothing already. */
export function isWorthTrying({ failure }: UpdateState, offer: UpdateOffer, ownVersion: string): boolean {
  return isOlderVersion(ownVersion, offer.version) && !(failure !== null && isOf(failure, offer));
}

/** The new version is started: from here on it is on trial. */
export function trialBegun(state: UpdateState, { version, sha256, offeredAt }: UpdateOffer): UpdateState {
  const { trial } = state;
  const starts = trial !== null && isOf(trial, { version, sha256, offeredAt }) ? trial.starts + 1 : 1;
  return { ...state, trial: { version, sha256, offeredAt, starts }, failure: null };
}

/** The hub took a heartbeat of the version on trial: it runs from now on. */
export function trialAccepted(state: UpdateState): UpdateState {
  const { trial } = state;
  if (trial === null) return state;
  return { accepted: { version: trial.version, sha256: trial.sha256 }, trial: null, failure: null };
}

/** The version on trial is bad. */
export function trialFailed(state: UpdateState, reason: string): UpdateState {
  const { trial } = state;
  if (trial === null) return state;
  const { version, sha256, offeredAt } = trial;
  return { ...state, trial: null, failure: { kind: "rolled_back", version, sha256, offeredAt, reason } };
}

/** The trial ended and told nothing for sure. When it was the last one, the version is bad. */
export function trialUndecided(state: UpdateState, reason: string): UpdateState {
  return (state.trial?.starts ?? 0) >= mostStarts ? trialFailed(state, reason) : state;
}

/** This agent itself was told to stop: the version on trial has nothing to do with it. */
export function trialCalledOff(state: UpdateState): UpdateState {
  return { ...state, trial: null };
}

/** The offered version was never started. */
export function offerFailed(state: UpdateState, offer: UpdateOffer, reason: string): UpdateState {
  const { version, sha256, offeredAt } = offer;
  return { ...state, trial: null, failure: { kind: "failed", version, sha256, offeredAt, reason } };
}

/** What is left when an agent of that version starts: an installation may have overtaken what was accepted, or what failed. */
export function cleared({ accepted, trial, failure }: UpdateState, ownVersion: string): UpdateState {
  return {
    accepted: accepted !== null && isOlderVersion(accepted.version, ownVersion) ? null : accepted,
    trial,
    failure: failure !== null && !isOlderVersion(ownVersion, failure.version) ? null : failure,
  };
}

function isOf(
  one: AgentVersion & { readonly offeredAt: string },
  other: AgentVersion & { readonly offeredAt: string },
) {
  return one.version === other.version && one.sha256 === other.sha256 && one.offeredAt === other.offeredAt;
}
