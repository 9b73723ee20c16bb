import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextClaim, type StoredClaim } from "../../../core/devices/claims.ts";
import { Grouping } from "../../../core/devices/grouping.ts";
import { createPin } from "../../../core/devices/pins.ts";
import { type PinnedPair, resolve } from "../../../core/devices/resolve.ts";
import type { DeviceKeys } from "../../../core/sdk/index.ts";
import { someClaims, someKeys, somePins } from "./claim-sets.ts";

/** The claim `c0`, `c1` … of the resolver's tests, under the key that a source's claim has. */
const keyOf = (name: string) => `source\n${name}`;
const stored = (name: string, keys: DeviceKeys): StoredClaim =>
  nextClaim("source", { ref: name, keys, facts: {} }, undefined, 0);
const pinOf = ({ one, other, kind }: PinnedPair) => createPin([keyOf(one), keyOf(other)], { kind, by: "test", at: 0 });

function groupingOf(names: readonly string[]): Grouping {
  const grouping = new Grouping();
  for (const name of names) grouping.homes.create(keyOf(name), undefined, 0);
  return grouping;
}

/** Its devices, by home: what can be seen of it from outside. */
function devicesOf(grouping: Grouping) {
  const devices = [...grouping.groups()].map((group) => {
    return { id: group.home.id, claims: group.claims, conflicts: grouping.conflictsOf(group).length };
  });
  return devices.sort((one, other) => one.id - other.id);
}

describe("grouping claims one by one", () => {
  it("comes to what resolving all of them at once comes to", () => {
    fc.assert(
      fc.property(someClaims, somePins, (all, pins) => {
        const grouping = groupingOf(all.map(({ key }) => key));
        const half = Math.floor(all.length / 2);
        for (const { key, keys } of all.slice(0, half)) grouping.put(stored(key, keys));
        for (const pin of pins) grouping.pin(pinOf(pin));
        for (const { key, keys } of all.slice(half)) grouping.put(stored(key, keys));

        const whole = resolve(
          all.map(({ key, keys }) => ({ key: keyOf(key), keys })),
          pins.map(pinOf),
        );
        expect([...grouping.groups()].map(({ claims }) => claims).sort()).toEqual(whole.groups.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it("leaves, when a claim goes or changes back, exactly what was there without it", () => {
    fc.assert(
      fc.property(someClaims, somePins, someKeys, someKeys, (all, pins, keys, others) => {
        const names = [...all.map(({ key }) => key), "c10"];
        const grouping = groupingOf(names);
        for (const claim of all) grouping.put(stored(claim.key, claim.keys));
        for (const pin of pins) grouping.pin(pinOf(pin));
        const before = devicesOf(grouping);

        grouping.put(stored("c10", keys));
        const between = devicesOf(grouping);
        grouping.put(stored("c10", others));
        grouping.put(stored("c10", keys));
        const again = devicesOf(grouping);
        grouping.remove(keyOf("c10"));

        expect([devicesOf(grouping), again]).toEqual([before, between]);
      }),
      { numRuns: 300 },
    );
  });

  it("gives a device the home of its agent, else the oldest, and finds it by every home", () => {
    const grouping = groupingOf(["lease", "scan", "agent"]);
    const keys = { seenMacs: ["00:11:22:33:44:55"] };
    grouping.put(stored("lease", keys));
    grouping.put(stored("scan", keys));
    const before = [1, 2, 3].map((id) => grouping.groupAt(id)?.home.id);
    const affected = grouping.put(stored("agent", { agentGuid: "g", macs: keys.seenMacs }));

    expect([before, affected, [1, 2, 3].map((id) => grouping.groupAt(id)?.home.id)]).toEqual([
      [1, 1, undefined],
      new Set([1, 2, 3]),
      [3, 3, 3],
    ]);
  });
});
