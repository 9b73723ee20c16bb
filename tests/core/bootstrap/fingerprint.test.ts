import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../core/bootstrap/fingerprint.mjs";

describe("fingerprint", () => {
  it("is the same for the same files, however they are listed", () => {
    expect(fingerprint(["LICENSE", "core/lifecycle"])).toBe(fingerprint(["core/lifecycle", "LICENSE"]));
  });

  it("differs when a file is added", () => {
    expect(fingerprint(["core/lifecycle"])).not.toBe(fingerprint(["core/lifecycle", "package.json"]));
  });

  it("takes what is missing as empty", () => {
    expect(fingerprint(["no-such-folder"])).toBe(fingerprint([]));
  });
});
