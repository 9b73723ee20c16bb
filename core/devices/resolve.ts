import type { DeviceKeys } from "../sdk/index.ts";
import { Groups } from "./groups.ts";
import { isLocallyAdministered, keysOf, macKey } from "./keys.ts";

/** A claim as the resolver sees it. `key` tells it from every other. */
export interface ResolvedClaim {
  readonly key: string;
  readonly keys: DeviceKeys;
}

/** The user's word (or a migration's) that two claims speak of one device, or of two. */
export interface PinnedPair {
  readonly one: string;
  readonly other: string;
  readonly kind: "together" | "apart";
}

/** Something that the claims say and the resolver did not follow. */
export interface Conflict {
  /**
   * `shared_key`: several agents hold it, so it identifies none of them. `ambiguous_claim`: it matches several agents, so it joins
   * none. `two_agents`: the key would have put two agents into one device. `impossible_pin`: the pin would have.
   */
  readonly kind: "shared_key" | "ambiguous_claim" | "two_agents" | "impossible_pin";
  /** The keys of the claims that it is about, sorted. */
  readonly claims: readonly string[];
  /** What they share, as `<kind>:<value>`; `null` for a pin. */
  readonly sharedKey: string | null;
}

/** Which claims speak of one device. */
export interface Resolution {
  /** Sorted, and each group's claims sorted. */
  readonly groups: readonly (readonly string[])[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Groups the claims that speak of one device: those that share a key which identifies. It depends on the claims and pins alone and
 * not on their order, so taking a claim away leaves what would be there without it. No group ever holds two agent GUIDs.
 *
 * Pins come first. A key that two agents hold is then a hint only, and so is every key of a claim that matches two agents. What is
 * left joins claims to the agent that they match, and last the others to each other, as far as no two agents meet.
 */
export function resolve(claims: readonly ResolvedClaim[], pins: readonly PinnedPair[]): Resolution {
  const sorted = claims.toSorted((one, other) => compare(one.key, other.key));
  const conflicts: Conflict[] = [];
  const groups = new Groups(
    sorted.map(({ key, keys }) => ({ key, agent: agentOf(keys) })),
    pins.filter(({ kind }) => kind === "apart").map(({ one, other }) => [one, other]),
  );
  joinPinned(groups, sorted, pins, conflicts);
  const holders = identifyingKeys(groups, sorted, conflicts);
  const ambiguous = ambiguousClaims(groups, holders, conflicts);
  for (const [key, all] of holders)
    holders.set(
      key,
      all.filter((claim) => !ambiguous.has(claim)),
    );
  joinToAgents(groups, holders);
  joinOthers(groups, holders, conflicts);
  return { groups: groups.list(), conflicts };
}

function joinPinned(
  groups: Groups,
  claims: readonly ResolvedClaim[],
  pins: readonly PinnedPair[],
  conflicts: Conflict[],
): void {
  const known = new Set(claims.map(({ key }) => key));
  const together = pins
    .filter(({ kind, one, other }) => kind === "together" && known.has(one) && known.has(other))
    .map(({ one, other }) => [one, other].sort() as [string, string])
    .sort(([one, other], [first, second]) => compare(one, first) || compare(other, second));
  for (const [one, other] of together) {
    if (groups.join(one, other, "one GUID")) continue;
    conflicts.push({ kind: "impossible_pin", claims: [one, other], sharedKey: null });
  }
}

/** By key, sorted, the claims that hold it: only keys that identify, which excludes those that two agents hold. */
function identifyingKeys(
  groups: Groups,
  claims: readonly ResolvedClaim[],
  conflicts: Conflict[],
): Map<string, readonly string[]> {
  const attested = new Set(claims.flatMap(({ keys }) => (keys.macs ?? []).map(macKey)));
  const holders = new Map<string, string[]>();
  for (const claim of claims) {
    for (const key of keysOf(claim.keys)) {
      if (isHint(key, attested)) continue;
      const claimsOfKey = holders.get(key);
      if (claimsOfKey) claimsOfKey.push(claim.key);
      else holders.set(key, [claim.key]);
    }
  }
  const shared = [...holders].filter(([, all]) => all.length > 1).sort(([one], [other]) => compare(one, other));
  return new Map(
    shared.filter(([key, all]) => {
      const agents = new Set(all.map((claim) => groups.agentOf(claim)));
      agents.delete(undefined);
      if (agents.size < 2) return true;
      conflicts.push({ kind: "shared_key", claims: withAgent(groups, all), sharedKey: key });
      return false;
    }),
  );
}

/** A made-up hardware address that no agent attests may be anybody's. */
function isHint(key: string, attested: ReadonlySet<string>): boolean {
  return key.startsWith("mac:") && isLocallyAdministered(key.slice(4)) && !attested.has(key);
}

/** Claims without an agent whose keys match two of them: which one it is, nobody can tell. */
function ambiguousClaims(
  groups: Groups,
  holders: ReadonlyMap<string, readonly string[]>,
  conflicts: Conflict[],
): Set<string> {
  const matches = new Map<string, Map<string, string>>();
  for (const all of holders.values()) {
    const agentClaims = withAgent(groups, all);
    for (const claim of agentClaims.length === 0 ? [] : all) {
      if (groups.agentOf(claim) !== undefined) continue;
      const match = agentClaims.find((agentClaim) => !groups.areApart(claim, agentClaim));
      const [first = claim] = groups.membersOf(claim);
      if (match) matches.set(first, (matches.get(first) ?? new Map()).set(groups.agentOf(match), match));
    }
  }
  const ambiguous = new Set<string>();
  for (const [first, agents] of matches) {
    if (agents.size < 2) continue;
    const members = groups.membersOf(first);
    for (const claim of members) ambiguous.add(claim);
    conflicts.push({ kind: "ambiguous_claim", claims: [...members, ...agents.values()].sort(), sharedKey: null });
  }
  return ambiguous;
}

/** What matches an agent itself goes before what does so through another claim; each claim matches one agent at most. */
function joinToAgents(groups: Groups, holders: ReadonlyMap<string, readonly string[]>): void {
  const direct = [...holders.values()].map((all) => [all, withAgent(groups, all)] as const);
  for (const [all, agentClaims] of direct) {
    if (agentClaims.length === 0) continue;
    for (const claim of all) agentClaims.some((agentClaim) => groups.join(agentClaim, claim, "one agent"));
  }
}

function joinOthers(groups: Groups, holders: ReadonlyMap<string, readonly string[]>, conflicts: Conflict[]): void {
  for (const [key, all] of holders) {
    for (const claim of all.slice(1)) {
      const refused = joinFirstPossible(groups, all, claim);
      if (refused !== undefined) conflicts.push({ kind: "two_agents", claims: [refused, claim], sharedKey: key });
    }
  }
}

/** Joins `claim` to one of those before it. Answers which one the agents, and not a pin, kept it from; none when it was joined. */
function joinFirstPossible(groups: Groups, all: readonly string[], claim: string): string | undefined {
  let refused: string | undefined;
  for (const other of all) {
    if (other === claim) break;
    if (groups.join(other, claim, "one agent")) return undefined;
    if (!groups.areApart(other, claim)) refused ??= other;
  }
  return refused;
}

function withAgent(groups: Groups, claims: readonly string[]): string[] {
  return claims.filter((claim) => groups.agentOf(claim) !== undefined);
}

function agentOf({ agentGuid, agentId }: DeviceKeys): string | undefined {
  if (agentGuid !== undefined) return `guid:${agentGuid}`;
  return agentId === undefined ? undefined : `id:${agentId}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
