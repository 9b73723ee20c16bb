import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceClaim, IntegrationContext } from "../../../../core/sdk/index.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const own = { source: "agent", ref: guid };
const lease = { source: "agent", ref: "lease" };
const leaseClaim: DeviceClaim = { ref: "lease", keys: { seenMacs: ["52:54:00:12:34:56"] }, facts: {} };

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  const contexts: IntegrationContext[] = [];
  const wrapContext = (made: IntegrationContext) => {
    contexts.push(made);
    return made;
  };
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock, wrapContext });
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
  // The agents come first: integrations start in the order of their names.
  await contexts[0]?.claim(leaseClaim);
});

afterEach(() => hub.remove());

interface Identity {
  readonly claims: readonly { readonly ref: string }[];
  readonly pins: readonly object[];
}

const ask = (action: "split" | "unpin", body: unknown, id = "mediaserver") =>
  hub.call<Identity>("POST", `/machines/${id}/identity/${action}`, body);
const seen = ({ claims, pins }: Identity) => [claims.map(({ ref }) => ref), pins.length];

describe("a pin on a machine's identity", () => {
  it("is taken back, whichever of its claims is named first, and the claims speak for themselves again", async () => {
    const split = await ask("split", lease);
    const unpinned = await ask("unpin", { claims: [lease, own] });

    expect([seen(split.body), unpinned.status, seen(unpinned.body)]).toEqual([[[guid], 1], 200, [[guid, "lease"], 0]]);
  });

  it("that was taken back stays so over a restart", async () => {
    await ask("split", lease);
    await ask("unpin", { claims: [own, lease] });
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });

    expect(seen((await hub.call<Identity>("GET", "/machines/mediaserver/identity")).body)).toEqual([
      [guid, "lease"],
      0,
    ]);
  });

  it.each([
    ["nothing is pinned about the claims", { claims: [own, lease] }, "mediaserver", 404],
    ["there is no such machine", { claims: [own, lease] }, "nobody", 404],
    ["only one claim is named", { claims: [own] }, "mediaserver", 422],
  ])("is not taken back when %s", async (_, body, id, status) => {
    expect((await ask("unpin", body, id)).status).toBe(status);
  });
});
