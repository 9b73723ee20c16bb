import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Member, nextStep } from "../../../../integrations/agent/updates/rollout.ts";
import type { UpdateState } from "../../../../integrations/agent/updates/update-record.ts";

const machines = (count: number): Member[] =>
  Array.from({ length: count }, (_, index) => ({ id: `m${index}`, state: "queued", isOnline: true }));

/** Follows a rollout to its end, where each machine that is offered an update ends as `endOf` says; the groups in their order. */
function follow(members: Member[], endOf: (id: string) => UpdateState): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  for (;;) {
    const { offer } = nextStep(members);
    if (offer.length === 0) return groups;
    groups.push(offer);
    members = members.map((one) => (offer.includes(one.id) ? { ...one, state: endOf(one.id) } : one));
  }
}

describe("the update of many machines", () => {
  test("begins with one, and goes on in groups of five", () => {
    expect(follow(machines(12), () => "done").map((group) => group.length)).toEqual([1, 5, 5, 1]);
  });

  test("waits for each group as long as one of it is at work", () => {
    const [first, ...rest] = machines(3);

    const steps = (["offered", "downloading", "verifying", "trying"] as const).map(
      (state) => nextStep([{ ...(first as Member), state }, ...rest]).offer,
    );

    expect(steps).toEqual([[], [], [], []]);
  });

  test("begins with a machine that is there", () => {
    const [first, second] = machines(2);

    expect(nextStep([{ ...(first as Member), isOnline: false }, second as Member]).offer).toEqual(["m1"]);
  });

  test("does not wait for a machine that went away, nor takes it for a proof", () => {
    const members = machines(8).map(
      (one, index): Member => (index === 0 ? { ...one, state: "trying", isOnline: false } : one),
    );

    expect(nextStep(members).offer).toEqual(["m1"]);
  });

  test.each(["failed", "rolled_back"] as const)("ends when one has %s, and spares the others", (state) => {
    const members = machines(4).map((one, index) => (index === 0 ? { ...one, state } : one));

    expect(nextStep(members)).toEqual({ offer: [], stop: ["m1", "m2", "m3"] });
  });

  test("never has more than five at work, and harms no more than that", () => {
    const outcome = fc.constantFrom<UpdateState>("done", "failed", "rolled_back");
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
        const groups = follow(machines(outcomes.length), (id) => outcomes[Number(id.slice(1))] ?? "done");
        const harmed = groups.flat().filter((id) => outcomes[Number(id.slice(1))] !== "done");
        expect(groups.every((group, index) => group.length <= (index === 0 ? 1 : 5))).toBe(true);
        expect(harmed.length).toBeLessThanOrEqual(groups.at(-1)?.length ?? 0);
      }),
    );
  });
});
