import { isOpen, type UpdateState } from "./update-record.ts";

/** One machine of a request for updates. */
export interface Member {
  readonly id: string;
  readonly state: UpdateState;
  readonly isOnline: boolean;
}

/** What is to be done next for the machines of one request. */
export interface RolloutStep {
  /** Those whose turn it is. */
  readonly offer: readonly string[];
  /** Those that are spared, because one before them came to harm. */
  readonly stop: readonly string[];
}

/** Most machines that are updated at the same time, once the first one has done well. */
const groupSize = 5;

/**
 * Decides whose turn it is: first one machine alone, then the others in small groups, each when the one before is done. A machine
 * that is off does not keep the others waiting. When one fails or goes back, the rest is spared.
 */
export function nextStep(members: readonly Member[]): RolloutStep {
  const queued = members.filter(({ state }) => state === "queued").map(({ id }) => id);
  if (members.some(({ state }) => state === "failed" || state === "rolled_back")) return { offer: [], stop: queued };
  const isBusy = members.some((member) => member.isOnline && isOpen(member));
  if (isBusy) return { offer: [], stop: [] };
  const isProven = members.some(({ state }) => state === "done");
  // A machine that is off proves nothing, so the first one is one that is there.
  const isThere = (id: string) => members.some((member) => member.id === id && member.isOnline);
  const inOrder = [...queued.filter(isThere), ...queued.filter((id) => !isThere(id))];
  return { offer: inOrder.slice(0, isProven ? groupSize : 1), stop: [] };
}
