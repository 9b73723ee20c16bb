import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UpdateOffer } from "../../../agent/update/offer.ts";
import { readOffer } from "../../../agent/update/offer.ts";
import {
  cleared,
  isWorthTrying,
  noUpdates,
  offerFailed,
  trialAccepted,
  trialBegun,
  trialCalledOff,
  trialFailed,
  trialUndecided,
  type UpdateState,
} from "../../../agent/update/state.ts";

const sha256 = "a".repeat(64);
const offer: UpdateOffer = {
  version: "0.2.0",
  sha256,
  sizeBytes: 9,
  path: "/agent/x.mjs",
  offeredAt: "2026-01-15T12:00:00.000Z",
};
const again: UpdateOffer = { ...offer, offeredAt: "2026-01-16T12:00:00.000Z" };

describe("what is remembered of an update", () => {
  test("is that a version of which the hub took a heartbeat runs from then on", () => {
    expect(trialAccepted(trialBegun(noUpdates, offer))).toEqual({
      accepted: { version: "0.2.0", sha256 },
      trial: null,
      failure: null,
    });
  });

  test("is why a version failed, and the offer of it is not followed again", () => {
    const state = trialFailed(trialBegun(noUpdates, offer), "It crashed");

    expect([state.failure?.reason, isWorthTrying(state, offer, "0.1.0"), isWorthTrying(state, again, "0.1.0")]).toEqual(
      ["It crashed", false, true],
    );
  });

  test("lets a trial that told nothing happen once more, and no third time", () => {
    const first = trialUndecided(trialBegun(noUpdates, offer), "silent");
    const second = trialUndecided(trialBegun(first, offer), "silent");

    expect([first.trial?.starts, first.failure, second.trial, second.failure?.kind]).toEqual([
      1,
      null,
      null,
      "rolled_back",
    ]);
  });

  test("does not count a trial that this agent's own end cut short", () => {
    const state = trialBegun(trialCalledOff(trialBegun(noUpdates, offer)), offer);

    expect(state.trial?.starts).toBe(1);
  });

  test("is no update to a version that is not newer", () => {
    expect(["0.1.9", "0.2.0", "0.3.0"].map((own) => isWorthTrying(noUpdates, offer, own))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("forgets what an installation has overtaken", () => {
    const accepted = trialAccepted(trialBegun(noUpdates, offer));
    const failed = offerFailed(noUpdates, offer, "damaged");

    expect([
      cleared(accepted, "0.2.0"),
      cleared(accepted, "0.3.0"),
      cleared(failed, "0.1.0"),
      cleared(failed, "0.2.0"),
    ]).toEqual([accepted, noUpdates, failed, noUpdates]);
  });

  test("never makes a version run that was not accepted, whatever happens in whatever order", () => {
    const offers = [offer, again, { ...offer, version: "0.3.0", sha256: "b".repeat(64) }];
    const steps: Readonly<Record<string, (state: UpdateState, one: UpdateOffer) => UpdateState>> = {
      trialBegun,
      trialAccepted,
      trialCalledOff,
      trialFailed: (state) => trialFailed(state, "crash"),
      trialUndecided: (state) => trialUndecided(state, "silent"),
      offerFailed: (state, one) => offerFailed(state, one, "damaged"),
      cleared: (state) => cleared(state, "0.1.0"),
    };
    const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.constantFrom(...offers));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (story) => {
        let state = noUpdates;
        for (const [name, one] of story) {
          const next = steps[name]?.(state, one) ?? state;
          const isAcceptedNow = name === "trialAccepted" && state.trial !== null;
          if (!isAcceptedNow) expect(next.accepted).toEqual(state.accepted);
          if (name === "trialUndecided") expect(next.trial?.starts ?? 0).toBeLessThan(2);
          state = next;
        }
      }),
    );
  });
});

describe("an offer", () => {
  const wire = { version: "0.2.0", sha256, size_bytes: 9, path: "/agent/homelab-agent.mjs", offered_at: "" };

  test("is read, with fields of which this agent knows nothing", () => {
    expect(readOffer({ ...wire, urgency: { level: 3 } })).toEqual({
      version: "0.2.0",
      sha256,
      sizeBytes: 9,
      path: "/agent/homelab-agent.mjs",
      offeredAt: "",
    });
  });

  test.each([
    ["nothing", null],
    ["a text", "0.2.0"],
    ["another server's address", { ...wire, path: "//evil.example/agent" }],
    ["a way out of the folder of agents", { ...wire, path: "/agent/../api/v1/machines" }],
    ["a version that is a path", { ...wire, version: "../../etc" }],
    ["a short digest", { ...wire, sha256: "abc" }],
    ["a file without an end", { ...wire, size_bytes: 1e12 }],
    ["no size", { ...wire, size_bytes: undefined }],
  ])("is none when it is %s", (_, value) => {
    expect(readOffer(value)).toBeNull();
  });
});
