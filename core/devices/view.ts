import type { DeviceKeys, KnownDevice } from "../sdk/index.ts";
import { type AddressEntry, newest } from "./addresses.ts";
import { type StoredClaim, splitClaimKey } from "./claims.ts";
import { type Fact, factsOf } from "./facts.ts";
import type { DeviceGroup, Grouping } from "./grouping.ts";
import type { ClaimName } from "./pin-plan.ts";
import type { Conflict } from "./resolve.ts";

/** Who says what about one device. Times are Unix milliseconds. */
export interface Identity {
  readonly deviceId: number;
  readonly guid: string | null;
  readonly claims: readonly ClaimView[];
  readonly facts: readonly Fact[];
  /** Of each kind the newest 200, newest first. */
  readonly addresses: readonly (AddressEntry & { readonly source: string })[];
  readonly pins: readonly PinView[];
  readonly conflicts: readonly ConflictView[];
}

/** What one source says. */
export interface ClaimView extends ClaimName {
  readonly keys: DeviceKeys;
  readonly firstSeen: number;
  readonly changedAt: number;
}

/** A pin as it is shown. */
export interface PinView {
  readonly kind: "together" | "apart";
  readonly claims: readonly ClaimName[];
  readonly by: string;
  readonly at: number;
}

/** What the claims say and the resolver did not follow. */
export interface ConflictView extends Pick<Conflict, "kind" | "sharedKey"> {
  readonly claims: readonly ClaimName[];
}

/** A device in short. */
export function describeDevice(grouping: Grouping, group: DeviceGroup): KnownDevice {
  const claims = grouping.claimsOf(group);
  const homes = group.claims.flatMap((key) => grouping.homes.of(key)?.id ?? []);
  return {
    id: group.home.id,
    slug: group.home.slug,
    aliases: homes.filter((id) => id !== group.home.id).sort((one, other) => one - other),
    guid: guidOf(claims),
    sources: [...new Set(claims.map(({ source }) => source))].sort(),
    firstSeen: Math.min(...claims.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...claims.map(({ seenAt }) => seenAt)),
    facts: Object.fromEntries(factsOf(claims).map(({ name, value }) => [name, value])),
  };
}

/** A device with where each word about it comes from. */
export function describeIdentity(grouping: Grouping, group: DeviceGroup): Identity {
  const claims = grouping.claimsOf(group);
  const addresses = claims.flatMap(({ source, addresses }) => addresses.list().map((entry) => ({ ...entry, source })));
  return {
    deviceId: group.home.id,
    guid: guidOf(claims),
    claims: claims.map(({ source, claim, firstSeen, changedAt }) => {
      return { source, ref: claim.ref, keys: claim.keys, firstSeen, changedAt };
    }),
    facts: factsOf(claims),
    addresses: newest(addresses),
    pins: grouping.pins.about(new Set(group.claims)).map(({ kind, one, other, by, at }) => {
      return { kind, claims: [one, other].map(splitClaimKey), by, at };
    }),
    conflicts: grouping.conflictsOf(group).map(({ kind, sharedKey, claims: keys }) => {
      return { kind, sharedKey, claims: keys.map(splitClaimKey) };
    }),
  };
}

function guidOf(claims: readonly StoredClaim[]): string | null {
  return claims.find(({ claim }) => claim.keys.agentGuid !== undefined)?.claim.keys.agentGuid ?? null;
}
