import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PinnedPair, type Resolution, type ResolvedClaim, resolve } from "../../../core/devices/resolve.ts";
import type { DeviceKeys } from "../../../core/sdk/index.ts";
import { someClaims, somePins } from "./claim-sets.ts";

const [universal, madeUp] = ["00:11:22:33:44:55", "52:54:00:12:34:56"];

function claims(byKey: Record<string, DeviceKeys>): ResolvedClaim[] {
  return Object.entries(byKey).map(([key, keys]) => ({ key, keys }));
}

const together = (one: string, other: string): PinnedPair => ({ one, other, kind: "together" });
const apart = (one: string, other: string): PinnedPair => ({ one, other, kind: "apart" });
const groupsOf = (byKey: Record<string, DeviceKeys>, pins: PinnedPair[] = []) => resolve(claims(byKey), pins).groups;

const nas = { agentGuid: "g-nas", machineId: "m-nas", macs: [madeUp] };
const pi = { agentGuid: "g-pi", machineId: "m-pi", macs: ["52:54:00:00:00:02"] };

describe("claims that speak of one device", () => {
  it.each<[string, DeviceKeys]>([
    ["the GUID of its agent", { agentGuid: "g-nas" }],
    ["its machine-id", { machineId: "m-nas" }],
    ["a made-up hardware address that its agent attests", { seenMacs: [madeUp] }],
  ])("share %s", (_, keys) => {
    expect(groupsOf({ nas, other: keys })).toEqual([["nas", "other"]]);
  });

  it.each<[string, DeviceKeys]>([
    ["a hardware address that its maker gave", { seenMacs: [universal] }],
    ["a Tailscale node", { tailscaleNodeId: "n1" }],
    ["a Docker engine", { dockerEngineId: "e1" }],
  ])("share %s, also when there is no agent", (_, keys) => {
    expect(groupsOf({ one: keys, other: keys })).toEqual([["one", "other"]]);
  });

  it.each<[string, DeviceKeys]>([
    ["a made-up hardware address that no agent attests", { seenMacs: [madeUp] }],
    ["the hardware address of nothing", { seenMacs: ["00:00:00:00:00:00"] }],
    ["the hardware address of everybody", { seenMacs: ["ff:ff:ff:ff:ff:ff"] }],
    ["an empty machine-id", { machineId: "" }],
  ])("do not share %s", (_, keys) => {
    expect(groupsOf({ one: keys, other: keys })).toEqual([["one"], ["other"]]);
  });

  it("find each other over several claims", () => {
    const lease = { seenMacs: [madeUp] };
    const scan = { seenMacs: [universal], machineId: "m-nas" };

    expect(groupsOf({ nas, lease, scan, neighbour: { seenMacs: [universal] } })).toEqual([
      ["lease", "nas", "neighbour", "scan"],
    ]);
  });
});

describe("a key that a clone copied", () => {
  const clone = { ...nas, agentGuid: "g-clone" };

  it("identifies neither of the two, nor anything else", () => {
    const { groups, conflicts } = resolve(claims({ nas, clone, lease: { seenMacs: [madeUp] } }), []);

    expect([groups, conflicts]).toEqual([
      [["clone"], ["lease"], ["nas"]],
      [
        { kind: "shared_key", claims: ["clone", "nas"], sharedKey: "mac:52:54:00:12:34:56" },
        { kind: "shared_key", claims: ["clone", "nas"], sharedKey: "machine-id:m-nas" },
      ],
    ]);
  });

  it("identifies neither of two agents from before GUIDs, nor one of these and one with a GUID", () => {
    const old = { agentId: "old", machineId: "m-nas" };

    expect([groupsOf({ old, other: { ...old, agentId: "other" } }), groupsOf({ old, nas })]).toEqual([
      [["old"], ["other"]],
      [["nas"], ["old"]],
    ]);
  });

  it("identifies an updated agent that a pin joins to itself from before", () => {
    const old = { agentId: "nas", machineId: "m-nas" };
    const lease = { seenMacs: [madeUp] };

    expect(groupsOf({ old, nas, lease }, [together("nas", "old")])).toEqual([["lease", "nas", "old"]]);
  });
});

describe("a claim that matches two agents", () => {
  const both = { machineId: "m-nas", seenMacs: ["52:54:00:00:00:02", universal] };

  it("joins neither of them and nothing else, and is reported", () => {
    const { groups, conflicts } = resolve(claims({ nas, pi, both, neighbour: { seenMacs: [universal] } }), []);

    expect([groups, conflicts]).toEqual([
      [["both"], ["nas"], ["neighbour"], ["pi"]],
      [{ kind: "ambiguous_claim", claims: ["both", "nas", "pi"], sharedKey: null }],
    ]);
  });

  it("joins the one to which it is pinned, and the other one when it is pinned apart from the first", () => {
    expect([
      groupsOf({ nas, pi, both }, [together("both", "pi")]),
      groupsOf({ nas, pi, both }, [apart("both", "pi")]),
    ]).toEqual([
      [["both", "pi"], ["nas"]],
      [["both", "nas"], ["pi"]],
    ]);
  });

  it("only through others leaves each with its own agent, and is reported", () => {
    const left = { seenMacs: [madeUp, universal] };
    const right = { seenMacs: ["52:54:00:00:00:02", universal] };

    expect(resolve(claims({ nas, pi, left, right }), [])).toEqual({
      groups: [
        ["left", "nas"],
        ["pi", "right"],
      ],
      conflicts: [{ kind: "two_agents", claims: ["left", "right"], sharedKey: `mac:${universal}` }],
    });
  });
});

describe("a pin", () => {
  it("joins what shares nothing, and keeps apart what does", () => {
    const lease = { seenMacs: [madeUp] };

    expect([
      groupsOf({ nas, tv: {} }, [together("nas", "tv")]),
      groupsOf({ nas, lease }, [apart("lease", "nas")]),
    ]).toEqual([[["nas", "tv"]], [["lease"], ["nas"]]]);
  });

  it("never puts two agent GUIDs together, and is reported", () => {
    expect(resolve(claims({ nas, pi }), [together("nas", "pi")])).toEqual({
      groups: [["nas"], ["pi"]],
      conflicts: [{ kind: "impossible_pin", claims: ["nas", "pi"], sharedKey: null }],
    });
  });
});

/** Which claims are with each claim. */
function companions({ groups }: Resolution): Record<string, readonly string[]> {
  return Object.fromEntries(groups.flatMap((group) => group.map((key) => [key, group])));
}

describe("whatever the claims and pins are", () => {
  const check = (holds: (all: ResolvedClaim[], pins: PinnedPair[]) => void) =>
    fc.assert(fc.property(someClaims, somePins, holds), { numRuns: 500 });

  it("their order does not matter", () => {
    fc.assert(
      fc.property(someClaims, somePins, fc.infiniteStream(fc.nat()), (all, pins, random) => {
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item) => ({ item, place: random.next().value }))
            .sort((one, other) => one.place - other.place)
            .map(({ item }) => item);
        const turned = pins.map(({ one, other, kind }) => ({ one: other, other: one, kind }));

        expect(resolve(shuffled(all), shuffled(turned))).toEqual(resolve(all, pins));
      }),
      { numRuns: 500 },
    );
  });

  it("every claim is in one group", () => {
    check((all, pins) => {
      expect(resolve(all, pins).groups.flat().sort()).toEqual(all.map(({ key }) => key).sort());
    });
  });

  it("no group holds two agent GUIDs", () => {
    check((all, pins) => {
      const guids = resolve(all, pins).groups.map((group) => {
        return new Set(all.flatMap(({ key, keys }) => (group.includes(key) ? (keys.agentGuid ?? []) : []))).size;
      });

      expect(guids.filter((count) => count > 1)).toEqual([]);
    });
  });

  it("pins hold, but for those that are reported as impossible", () => {
    check((all, pins) => {
      const resolution = resolve(all, pins);
      const companionOf = companions(resolution);
      const impossible = resolution.conflicts
        .filter(({ kind }) => kind === "impossible_pin")
        .map(({ claims }) => claims);
      const broken = pins
        .filter(({ one, other }) => companionOf[one] && companionOf[other])
        .filter(({ one, other, kind }) => (companionOf[one] === companionOf[other]) !== (kind === "together"))
        .map(({ one, other }) => [one, other]);

      expect(broken.toSorted()).toEqual(impossible.toSorted());
    });
  });

  it("no chain of made-up addresses joins anything", () => {
    const madeUpOnly = fc.array(fc.subarray([madeUp, "ae:00:00:00:00:01", "06:00:00:00:00:02"]), { maxLength: 12 });
    fc.assert(
      fc.property(madeUpOnly, (all) => {
        const seen = all.map((seenMacs, index) => ({ key: `c${index}`, keys: { seenMacs } }));

        expect(resolve(seen, []).groups.map((group) => group.length)).toEqual(all.map(() => 1));
      }),
    );
  });

  it("a claim that has nothing to do with the others changes nothing for them", () => {
    check((all, pins) => {
      const stranger = { key: "a stranger", keys: { agentGuid: "g-stranger", machineId: "m-stranger" } };
      const { groups, conflicts } = resolve([...all, stranger], pins);

      const others = groups.filter((group) => !group.includes(stranger.key));
      expect({ groups: others, conflicts }).toEqual(resolve(all, pins));
    });
  });
});
