import { describe, expect, it } from "vitest";
import { canonicalUnit, whyNoUnit } from "../../../../integrations/alerts/units/unit-name.ts";

describe("the name of a unit", () => {
  it.each([
    ["nginx", "nginx"],
    ["nginx.service", "nginx"],
    ["nginx-exporter.service", "nginx-exporter"],
    ["wg-quick@wg0.service", "wg-quick@wg0"],
    ["backup.timer", "backup.timer"],
    ["backup.timer.service", "backup.timer.service"],
    ["python3.11.service", "python3.11"],
    [".service", ".service"],
  ])("of %s is %s", (name, canonical) => {
    expect(canonicalUnit(name)).toBe(canonical);
  });

  it.each(["nginx", "wg-quick@wg0.service", "dev-disk-by\\x2duuid.device", "a:b_c.d"])("%s is legal", (name) => {
    expect(whyNoUnit(name)).toBeNull();
  });

  it.each(["", "--help", "a b", "nginx;reboot", "a/b", "*", "ü", "a".repeat(256), "wg-quick@", "wg-quick@.service"])(
    "%j is refused",
    (name) => {
      expect(whyNoUnit(name)).not.toBeNull();
    },
  );
});
