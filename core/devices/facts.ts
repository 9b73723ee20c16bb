import type { EntityValue } from "../sdk/index.ts";
import { rankOf, type StoredClaim } from "./claims.ts";

/** A fact of a device, and who says so. */
export interface Fact {
  readonly name: string;
  readonly value: EntityValue;
  readonly source: string;
  /** When that source first gave it this value, in Unix milliseconds. */
  readonly since: number;
}

/**
 * The facts of a device, by name. Its own agent's word counts first, then the value that is newest, so that a source which says something
 * new about one fact does not change another. What a source does not know (`null`) hides nothing.
 */
export function factsOf(claims: readonly StoredClaim[]): Fact[] {
  const best = new Map<string, { readonly fact: Fact; readonly claim: StoredClaim }>();
  for (const claim of claims) {
    for (const [name, value] of Object.entries(claim.claim.facts)) {
      const fact: Fact = { name, value, source: claim.source, since: claim.since[name] ?? claim.firstSeen };
      const known = best.get(name);
      if (!known || isBetter(fact, claim, known.fact, known.claim)) best.set(name, { fact, claim });
    }
  }
  return [...best.values()].map(({ fact }) => fact).sort((one, other) => (one.name < other.name ? -1 : 1));
}

function isBetter(fact: Fact, claim: StoredClaim, known: Fact, knownClaim: StoredClaim): boolean {
  if ((fact.value === null) !== (known.value === null)) return known.value === null;
  const [rank, knownRank] = [rankOf(claim), rankOf(knownClaim)];
  if (rank !== knownRank) return rank < knownRank;
  if (fact.since !== known.since) return fact.since > known.since;
  return claim.key < knownClaim.key;
}
