import type { DeviceClaim } from "../sdk/index.ts";
import { Addresses } from "./addresses.ts";

/** A claim as it is kept. Times are Unix milliseconds. */
export interface StoredClaim {
  /** Source and ref as one text: tells the claim from every other. */
  readonly key: string;
  readonly source: string;
  readonly claim: DeviceClaim;
  readonly firstSeen: number;
  readonly changedAt: number;
  /** When each fact got the value that it has. */
  readonly since: Readonly<Record<string, number>>;
  readonly addresses: Addresses;
  /** When it was last repeated. */
  seenAt: number;
  /** Whether the disk has it as it is here. */
  isSaved: boolean;
}

/** Tells the claim of one source about one ref from every other. */
export function claimKey(source: string, ref: string): string {
  return `${source}\n${ref}`;
}

/** What `claimKey` put together. */
export function splitClaimKey(key: string): { readonly source: string; readonly ref: string } {
  const end = key.indexOf("\n");
  return { source: key.slice(0, end), ref: key.slice(end + 1) };
}

/** What is to be kept of a claim, after `before` was. A fact's time moves only when its value changes. */
export function nextClaim(
  source: string,
  claim: DeviceClaim,
  before: StoredClaim | undefined,
  now: number,
): StoredClaim {
  const since = Object.entries(claim.facts).map(([name, value]) => {
    const isSame = before !== undefined && name in before.claim.facts && before.claim.facts[name] === value;
    return [name, isSame ? (before.since[name] ?? before.firstSeen) : now];
  });
  return {
    key: claimKey(source, claim.ref),
    source,
    claim,
    firstSeen: before?.firstSeen ?? now,
    changedAt: now,
    since: Object.fromEntries(since),
    addresses: (before?.addresses ?? Addresses.of([], undefined)).with(claim.hints, now),
    seenAt: now,
    isSaved: false,
  };
}

/** Whether a source repeats itself. How a machine would be registered is no news once it is. */
export function isSameClaim(one: DeviceClaim, other: DeviceClaim): boolean {
  return (
    isSameRecord(one.facts, other.facts) &&
    isSameRecord(one.keys, other.keys) &&
    isSameRecord(one.hints ?? {}, other.hints ?? {}) &&
    (one.machine === undefined) === (other.machine === undefined)
  );
}

/** What a claim consists of: values, and lists of them. */
type ClaimPart = { readonly [name: string]: unknown };

/** Compares without making anything, because nearly every claim of nearly every heartbeat is a repeated one. */
function isSameRecord(one: object, other: object): boolean {
  let more = 0;
  for (const name in one) {
    if (!(name in other) || !isSameValue((one as ClaimPart)[name], (other as ClaimPart)[name])) return false;
    more++;
  }
  for (const _ in other) more--;
  return more === 0;
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((item, index) => item === other[index]);
}

/** By whose word a device is known first: the managed machine's agent, another one that knows its GUID, an agent without, the others. */
export function rankOf({ claim }: StoredClaim): number {
  if (claim.keys.agentGuid !== undefined) return claim.machine ? 0 : 1;
  return claim.keys.agentId === undefined ? 3 : 2;
}
