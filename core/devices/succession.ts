import { PlatformError } from "../errors.ts";
import type { StoredClaim } from "./claims.ts";
import type { Grouping } from "./grouping.ts";
import type { Home } from "./homes.ts";
import { createPin, type Pin } from "./pins.ts";

/** What two agents have in common. */
export type Likeness = "macs" | "hostname" | "machine_id";

/** A device that may be an earlier installation of another one. */
export interface Predecessor {
  readonly deviceId: number;
  readonly why: readonly Likeness[];
}

/** An agent that took over the device of another one. */
export interface Succession {
  /** The successor's claim, with the history of both. */
  readonly heir: StoredClaim;
  readonly predecessor: StoredClaim;
  /** The device that goes on. */
  readonly home: Home;
  /** The successor's own device, which is no more. */
  readonly left: Home;
  /** What was pinned to the predecessor, and is to the successor now. */
  readonly pins: readonly Pin[];
  /** Ids of devices that may feel it. */
  readonly affected: ReadonlySet<number>;
  /** Gives everything back. */
  readonly undo: () => void;
}

/**
 * The devices that may be this one from before it was installed anew: other agents on the same hardware that have been silent since
 * this one was first heard. Hardware addresses can be copied, so it is for the user to say; what he pinned apart is left out.
 */
export function predecessorsOf(grouping: Grouping, deviceId: number): Predecessor[] {
  const agent = agentAt(grouping, deviceId);
  if (!agent) return [];
  const apart = grouping.pins.about(new Set([agent.key])).filter(({ kind }) => kind === "apart");
  const denied = new Set(apart.flatMap(({ one, other }) => [one, other]));
  return [...grouping.connectedTo(agent.key)].flatMap((key) => {
    const [other, group] = [grouping.claim(key), grouping.groupOf(key)];
    if (!other || !group || other === agent || denied.has(key) || !isMachinesAgent(other)) return [];
    const why = likenesses(agent, other);
    return other.seenAt < agent.firstSeen && why ? [{ deviceId: group.home.id, why }] : [];
  });
}

/**
 * Lets the agent of one device live on in the home of another one: its GUID is new, and everything that goes by the home's id and slug
 * stays. The other agent's claim is gone then. Throws `CONFLICT` when one of the two has no agent with a GUID.
 */
export function succeed(grouping: Grouping, successorId: number, predecessorId: number): Succession {
  const { homes } = grouping;
  const [successor, predecessor] = [agentAt(grouping, successorId), agentAt(grouping, predecessorId)];
  const left = successor && homes.of(successor.key);
  const home = predecessor && homes.of(predecessor.key);
  if (!successor || !predecessor || !left || !home || left === home) {
    throw new PlatformError("CONFLICT", "Only a machine with an agent can go on as another one that had an agent");
  }
  const heir = heirOf(successor, predecessor);
  const pins = grouping.pins.about(new Set([predecessor.key])).flatMap(({ one, other, kind, by, at }) => {
    const partner = one === predecessor.key ? other : one;
    return partner === successor.key ? [] : [createPin([successor.key, partner], { kind, by, at })];
  });
  const touched = grouping.remove(predecessor.key);
  homes.remove(successor.key);
  homes.give(home, successor.key);
  const heirs = grouping.put(heir);
  const pinned = pins.map((pin) => ({ pin, ...grouping.pin(pin) }));
  const undo = () => {
    for (const { pin, before } of pinned) grouping.unpin(pin, before);
    homes.give(home, predecessor.key);
    homes.restore(left, successor.key);
    grouping.put(successor);
    grouping.put(predecessor);
  };
  const affected = new Set([...touched, ...heirs, ...pinned.flatMap(({ affected: felt }) => [...felt]), left.id]);
  return { heir, predecessor, home, left, pins, affected, undo };
}

/** The claim of the agent by which a machine is known. */
function agentAt(grouping: Grouping, deviceId: number): StoredClaim | undefined {
  const group = grouping.groupAt(deviceId);
  const claims = group ? grouping.claimsOf(group) : [];
  return claims.find((claim) => isMachinesAgent(claim) && grouping.homes.of(claim.key) === group?.home);
}

function isMachinesAgent({ claim }: StoredClaim): boolean {
  return claim.keys.agentGuid !== undefined && claim.machine !== undefined;
}

/** All hardware addresses, or one of them and the name; less says nothing. */
function likenesses({ claim: one }: StoredClaim, { claim: other }: StoredClaim): readonly Likeness[] | undefined {
  const [macs, otherMacs] = [one.keys.macs ?? [], other.keys.macs ?? []];
  const shared = macs.filter((mac) => otherMacs.includes(mac));
  const hasAll = shared.length === macs.length && shared.length === otherMacs.length;
  const hasName = one.hints?.hostname !== undefined && one.hints.hostname === other.hints?.hostname;
  if (shared.length === 0 || !(hasAll || hasName)) return undefined;
  const hasMachineId = one.keys.machineId !== undefined && one.keys.machineId === other.keys.machineId;
  return ["macs", ...(hasName ? (["hostname"] as const) : []), ...(hasMachineId ? (["machine_id"] as const) : [])];
}

function heirOf(successor: StoredClaim, predecessor: StoredClaim): StoredClaim {
  return {
    ...successor,
    firstSeen: Math.min(successor.firstSeen, predecessor.firstSeen),
    addresses: successor.addresses.after(predecessor.addresses),
    isSaved: false,
  };
}
