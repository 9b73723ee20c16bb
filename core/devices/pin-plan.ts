import { PlatformError } from "../errors.ts";
import { claimKey } from "./claims.ts";
import type { Grouping } from "./grouping.ts";
import { createPin, type Pin } from "./pins.ts";
import { predecessorsOf } from "./succession.ts";

/** Names a claim: who speaks, and by which name of his own. */
export interface ClaimName {
  readonly source: string;
  readonly ref: string;
}

/** The pin that a user asks for. Throws `NOT_FOUND` or `CONFLICT` when it makes no sense. */
export function planPin(
  grouping: Grouping,
  deviceId: number,
  target: ClaimName | number,
  rest: Pick<Pin, "kind" | "by" | "at">,
): Pin {
  const own = mainClaim(grouping, deviceId);
  const other = typeof target === "number" ? mainClaim(grouping, target) : namedClaim(grouping, target);
  if (own === other) {
    throw new PlatformError("CONFLICT", "This is the claim by which the device itself is known; name another one");
  }
  const isDoubt = predecessorsOf(grouping, deviceId).some((one) => one.deviceId === target);
  if (rest.kind === "apart" && !isDoubt && grouping.groupOf(own) !== grouping.groupOf(other)) {
    throw new PlatformError("CONFLICT", "The claim does not speak of this device, so there is nothing to split");
  }
  return createPin([own, other], rest);
}

/** The pin on these two claims, one of which is the device's. Throws `NOT_FOUND` when there is none. */
export function findPin(grouping: Grouping, deviceId: number, names: readonly [ClaimName, ClaimName]): Pin {
  const wanted = names.map(({ source, ref }) => claimKey(source, ref)).sort();
  const claims = grouping.groupAt(deviceId)?.claims ?? [];
  const pin = grouping.pins.about(new Set(claims)).find(({ one, other }) => one === wanted[0] && other === wanted[1]);
  if (pin) return pin;
  throw new PlatformError("NOT_FOUND", "Nothing is pinned about these two claims of this device");
}

/** Throws `CONFLICT` when a pin that was set is not what came of it. */
export function checkPinHolds(grouping: Grouping, { one, other, kind }: Pin): void {
  const areTogether = grouping.groupOf(one) === grouping.groupOf(other);
  if (areTogether === (kind === "together")) return;
  const guids = [one, other].flatMap((key) => guidOf(grouping, key) ?? []);
  const message =
    guids.length === 2
      ? `Both have an agent of their own (${guids.join(" and ")}), and a device never holds two. Remove one of the machines instead`
      : "Other pins say the opposite of this one; take them back first";
  throw new PlatformError("CONFLICT", message);
}

function guidOf(grouping: Grouping, key: string): string | undefined {
  const group = grouping.groupOf(key);
  const claims = group ? grouping.claimsOf(group) : [];
  return claims.find(({ claim }) => claim.keys.agentGuid !== undefined)?.claim.keys.agentGuid;
}

/** The claim by which a device is known. */
function mainClaim(grouping: Grouping, deviceId: number): string {
  const group = grouping.groupAt(deviceId);
  const key = group && grouping.homes.claimOf(group.home.id);
  if (key === undefined) throw new PlatformError("NOT_FOUND", `No source speaks of a device ${deviceId}`);
  return key;
}

function namedClaim(grouping: Grouping, { source, ref }: ClaimName): string {
  const key = claimKey(source, ref);
  if (!grouping.claim(key)) throw new PlatformError("NOT_FOUND", `The source '${source}' has no claim '${ref}'`);
  return key;
}
