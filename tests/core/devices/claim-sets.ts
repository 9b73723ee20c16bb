import fc from "fast-check";
import type { PinnedPair, ResolvedClaim } from "../../../core/devices/resolve.ts";
import type { DeviceKeys } from "../../../core/sdk/index.ts";

const [universal, universal2] = ["00:11:22:33:44:55", "3c:52:82:00:00:01"];
const [madeUp, madeUp2] = ["52:54:00:12:34:56", "ae:00:00:00:00:01"];
const macs = fc.uniqueArray(fc.constantFrom(universal, universal2, madeUp, madeUp2), { maxLength: 2 });

/** Keys as a few sources might give them, so few that many are shared. */
export const someKeys: fc.Arbitrary<DeviceKeys> = fc
  .record({
    agent: fc.option(fc.constantFrom("guid-1", "guid-2", "guid-3", "id-1", "id-2"), { nil: undefined }),
    machineId: fc.option(fc.constantFrom("m-1", "m-2"), { nil: undefined }),
    macs,
    seenMacs: macs,
    tailscaleNodeId: fc.option(fc.constantFrom("n-1", "n-2"), { nil: undefined }),
  })
  .map(({ agent, machineId, macs, seenMacs, tailscaleNodeId }) => ({
    ...(agent?.startsWith("guid") ? { agentGuid: agent } : {}),
    ...(agent?.startsWith("id") ? { agentId: agent } : {}),
    // Only an agent attests.
    ...(agent ? { macs } : { seenMacs }),
    ...(machineId === undefined ? {} : { machineId }),
    ...(tailscaleNodeId === undefined ? {} : { tailscaleNodeId }),
  }));

/** Up to ten claims, `c0`, `c1` … */
export const someClaims: fc.Arbitrary<ResolvedClaim[]> = fc
  .array(someKeys, { maxLength: 10 })
  .map((all) => all.map((keys, index) => ({ key: `c${index}`, keys })));

/** Up to four pins, at most one for a pair; some speak of claims that are not there. */
export const somePins: fc.Arbitrary<PinnedPair[]> = fc.uniqueArray(
  fc
    .record({
      pair: fc.uniqueArray(fc.nat({ max: 10 }), { minLength: 2, maxLength: 2 }),
      kind: fc.constantFrom("together" as const, "apart" as const),
    })
    .map(({ pair, kind }) => {
      const [one = "", other = ""] = pair.map((index) => `c${index}`).sort();
      return { one, other, kind };
    }),
  { maxLength: 4, selector: ({ one, other }) => `${one} ${other}` },
);
