import { describe, expect, it } from "vitest";
import { coversFilter, isFilter, isTopic, matchesFilter } from "../../../../core/transport/mqtt/topics.ts";

describe("a topic filter", () => {
  it.each([
    ["a/b", "a/b", true],
    ["a/b", "a/b/c", false],
    ["a/b/c", "a/b", false],
    ["a/+/c", "a/b/c", true],
    ["a/+/c", "a//c", true],
    ["a/+", "a", false],
    ["a/#", "a", true],
    ["a/#", "a/b/c", true],
    ["#", "a/b", true],
    ["#", "$SYS/load", false],
    ["+/load", "$SYS/load", false],
    ["$SYS/#", "$SYS/load", true],
  ])("%s means %s: %s", (filter, topic, isMeant) => {
    expect(matchesFilter(filter, topic)).toBe(isMeant);
  });

  it.each([
    ["a/#", "a/+/c", true],
    ["a/#", "a/#", true],
    ["a/#", "#", false],
    ["a/+", "a/#", false],
    ["a/+", "a/+", true],
    ["a/b", "a/+", false],
    ["#", "$SYS/#", false],
  ])("%s covers the filter %s: %s", (wide, narrow, isCovered) => {
    expect(coversFilter(wide, narrow)).toBe(isCovered);
  });

  it.each([
    ["a/+/c", true],
    ["#", true],
    ["+", true],
    ["a#", false],
    ["a/#/c", false],
    ["a+/c", false],
    ["", false],
    ["a\0", false],
    ["a".repeat(513), false],
  ])("may be %j: %s", (filter, isGood) => {
    expect(isFilter(filter)).toBe(isGood);
  });
});

describe("a topic", () => {
  it.each([
    ["a/b", true],
    ["/", true],
    ["a/+", false],
    ["#", false],
    ["", false],
    ["a\0b", false],
  ])("may be %j: %s", (topic, isGood) => {
    expect(isTopic(topic)).toBe(isGood);
  });
});
