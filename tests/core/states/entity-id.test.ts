import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entityId } from "../../../core/states/entity-id.ts";

/** Any text that JSON can carry, also one that is no well-formed Unicode. */
const instance = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "_", "2", "f", "-", "/", ".", "u", "d", "8", "0", "é"), maxLength: 4 }),
  fc.string({ unit: fc.constantFrom("\ud800", "\ud801", "\udc00", "\ufffd", "a"), maxLength: 3 }),
);
const place = fc.record({
  device: fc.stringMatching(/^[a-z0-9-]{1,10}$/),
  key: fc.stringMatching(/^[a-z0-9_]{1,10}$/),
  instance: fc.option(instance, { nil: undefined }),
});

describe("an entity's id", () => {
  it.each([
    ["nas.cpu_percent", undefined],
    ["nas.cpu_percent.eth0", "eth0"],
    ["nas.cpu_percent._2fmnt_2fa-b", "/mnt/a-b"],
    ["nas.cpu_percent._2fmnt_2fa_5fb", "/mnt/a_b"],
    ["nas.cpu_percent._c3_a9", "é"],
    ["nas.cpu_percent.", ""],
  ])("is %s for the instance %j", (id, name) => {
    expect(entityId("nas", "cpu_percent", name)).toBe(id);
  });

  it("is never the id of another device, key or instance", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const isSamePlace = one.device === other.device && one.key === other.key && one.instance === other.instance;
        const ids = [one, other].map(({ device, key, instance }) => entityId(device, key, instance));

        expect(ids[0] === ids[1]).toBe(isSamePlace);
      }),
      { numRuns: 1000 },
    );
  });

  it("is never the id of another instance, however alike they are", () => {
    fc.assert(
      fc.property(instance, instance, (one, other) => {
        expect(entityId("nas", "disk", one) === entityId("nas", "disk", other)).toBe(one === other);
      }),
      { numRuns: 2000 },
    );
  });

  it("tells halves of surrogate pairs apart, and from the sign that stands for them", () => {
    const ids = ["\ud800", "\ud801", "\udc00", "\ufffd", "\ud800\udc00"].map((name) => entityId("nas", "disk", name));

    expect(new Set(ids).size).toBe(5);
  });

  it("consists of letters, digits, hyphens, underscores and its two dots", () => {
    fc.assert(
      fc.property(instance, (name) => {
        expect(entityId("nas", "disk", name)).toMatch(/^nas\.disk\.[A-Za-z0-9_-]*$/);
      }),
    );
  });
});
