import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeSlug } from "../../../core/devices/slug.ts";

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
