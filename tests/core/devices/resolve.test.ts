import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeSlug, resolveDevice } from "../../../core/devices/resolve.ts";
import type { DeviceClaim } from "../../../core/sdk/index.ts";

const known = [
  { id: 1, slug: "nas", agentGuids: new Set(["guid-of-nas"]) },
  { id: 2, slug: "old", agentGuids: new Set<string>() },
];

const claim = (changes: Partial<DeviceClaim>): DeviceClaim => ({ ref: "ref", keys: {}, facts: {}, ...changes });
const proposing = (id: string) => ({ machine: { id, machineType: "server" } }) as const;

describe("resolveDevice", () => {
  it.each<[string, Partial<DeviceClaim>, number | undefined]>([
    ["the device with the same GUID", { keys: { agentGuid: "guid-of-nas" } }, 1],
    [
      "the device with the same GUID, whatever id is proposed",
      { keys: { agentGuid: "guid-of-nas" }, ...proposing("old") },
      1,
    ],
    [
      "the device of the proposed id that has no GUID yet",
      { keys: { agentGuid: "guid-of-old" }, ...proposing("old") },
      2,
    ],
    [
      "no device of the proposed id that has another GUID",
      { keys: { agentGuid: "new" }, ...proposing("nas") },
      undefined,
    ],
    ["no device by its id alone", { ...proposing("old") }, undefined],
    ["no device by a machine-id, which a clone copies", { keys: { machineId: "0123", macs: ["aa"] } }, undefined],
    ["no device by its hostname and address", { facts: { hostname: "nas", ip_address: "10.0.0.1" } }, undefined],
  ])("finds %s", (_, changes, id) => {
    expect(resolveDevice(claim(changes), known)?.id).toBe(id);
  });

  it("prefers the GUID to the id also when the device of that id comes first", () => {
    const keys = { agentGuid: "guid-of-nas" };

    expect(resolveDevice(claim({ keys, ...proposing("old") }), known.toReversed())?.id).toBe(1);
  });
});

describe("freeSlug", () => {
  it("takes the wanted slug, or counts up from 2", () => {
    const taken = new Set(["nas", "nas-2", "nas-4"]);

    expect([freeSlug("pi", (slug) => taken.has(slug)), freeSlug("nas", (slug) => taken.has(slug))]).toEqual([
      "pi",
      "nas-3",
    ]);
  });

  it("always finds one that is free and valid", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,100}$/), fc.integer({ min: 0, max: 30 }), (wanted, others) => {
        const taken = new Set<string>();
        for (let count = 0; count < others; count++) taken.add(freeSlug(wanted, (slug) => taken.has(slug)));

        const slug = freeSlug(wanted, (candidate) => taken.has(candidate));

        expect([taken.size, taken.has(slug), /^[a-z0-9-]{1,100}$/.test(slug)]).toEqual([others, false, true]);
      }),
    );
  });
});
