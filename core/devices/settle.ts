import type { StoredClaim } from "./claims.ts";
import type { Grouping } from "./grouping.ts";
import type { Home } from "./homes.ts";
import { createPin, type Pin } from "./pins.ts";

/** How a claim came to its home. */
export interface Settlement {
  /** The home, when it is the claim's own from now on. */
  readonly newHome: Home | undefined;
  /** What was pinned because of it. */
  readonly pin: Pin | undefined;
  /** Ids of homes that may feel it. */
  readonly affected: ReadonlySet<number>;
  /** Gives everything back, once the claim itself is gone again. */
  readonly undo: () => void;
}

/**
 * Takes in a claim that was never made before, and gives it a home. An agent with a GUID that turns out to be a machine known without one
 * moves into that machine's home, so that the history stays with it, and is pinned to what the machine was known by.
 */
export function settle(grouping: Grouping, stored: StoredClaim, now: number): Settlement {
  const { homes } = grouping;
  const { key, claim } = stored;
  const isAgent = claim.keys.agentGuid !== undefined && claim.machine !== undefined;
  const proposed = isAgent ? proposedMachine(grouping, claim.machine.id) : undefined;
  const { home, leave } = moveIn(grouping, key, proposed === undefined ? claim.machine?.id : undefined, now);
  const affected = grouping.put(stored);
  const predecessor = proposed ?? (isAgent ? joinedMachine(grouping, key) : undefined);
  if (predecessor === undefined) return { newHome: home, pin: undefined, affected, undo: leave };
  homes.swap(key, predecessor);
  const pin = createPin([key, predecessor], { kind: "together", by: "migration", at: now });
  const pinned = grouping.pin(pin);
  const undo = () => {
    homes.swap(key, predecessor);
    leave();
    grouping.unpin(pin, pinned.before);
  };
  return { newHome: undefined, pin, affected: new Set([...affected, ...pinned.affected]), undo };
}

/** The home of the wanted slug where the claim that lived there is gone, else a new one; and the way out of it again. */
function moveIn(grouping: Grouping, key: string, wantedSlug: string | undefined, now: number) {
  const { homes } = grouping;
  const wanted = wantedSlug === undefined ? undefined : homes.withSlug(wantedSlug);
  const before = wanted && homes.claimOf(wanted.id);
  if (!wanted || (before !== undefined && grouping.claim(before))) {
    return { home: homes.create(key, wantedSlug, now), leave: () => homes.remove(key) };
  }
  homes.give(wanted, key);
  return { home: wanted, leave: () => homes.give(wanted, before) };
}

/** The machine of that id, or, since the id was taken when that one came, the one of an agent that called it so before it had a GUID. */
function proposedMachine(grouping: Grouping, id: string): string | undefined {
  const { homes } = grouping;
  const ofOldAgent = grouping.claimOfAgentId(id);
  return (
    machineWithoutAgent(grouping, homes.withSlug(id)?.id) ??
    (ofOldAgent && machineWithoutAgent(grouping, homes.of(ofOldAgent.key)?.id))
  );
}

/** The claim by which the machine that lives there is known, when no GUID is known of it: an agent from before GUIDs, or a user. */
function machineWithoutAgent(grouping: Grouping, homeId: number | undefined): string | undefined {
  const group = homeId === undefined ? undefined : grouping.groupAt(homeId);
  if (!group || group.home.id !== homeId) return undefined;
  const claims = grouping.claimsOf(group);
  if (claims.some(({ claim }) => claim.keys.agentGuid !== undefined)) return undefined;
  return claims.find(({ key, claim }) => claim.machine && key === grouping.homes.claimOf(homeId))?.key;
}

/** The claim of a machine, made by a user, that shares a key with the agent: its hardware address. */
function joinedMachine(grouping: Grouping, agentKey: string): string | undefined {
  const group = grouping.groupOf(agentKey);
  const claims = group ? grouping.claimsOf(group) : [];
  const machines = claims.filter(({ claim }) => claim.machine && claim.keys.agentGuid === undefined);
  const homeOf = ({ key }: StoredClaim) => grouping.homes.of(key)?.id ?? 0;
  return machines.sort((one, other) => homeOf(one) - homeOf(other))[0]?.key;
}
