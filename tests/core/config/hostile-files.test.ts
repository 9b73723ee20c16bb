import { describe, expect, it } from "vitest";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { interpretConfig } from "../../../core/config/load.ts";
import { formatProblems } from "../../../core/config/problem.ts";

const megabyte = 1024 * 1024;
/** A text of about a megabyte. */
const repeated = (piece: (index: number) => string, length: number) =>
  Array.from({ length: Math.floor(megabyte / length) }, (_, index) => piece(index)).join("");

const hostile: readonly (readonly [what: string, text: string])[] = [
  ["a megabyte of names", repeated((index) => `k${index}: 1\n`, 11)],
  ["a megabyte of one name", repeated(() => "hub: 1\n", 7)],
  ["a megabyte of brackets", `hub: ${"[".repeat(megabyte - 6)}`],
  ["a megabyte of dashes", "- ".repeat(megabyte / 2)],
  ["a megabyte of anchors that repeat each other", repeated((index) => `k${index}: &a${index} [*a${index - 1}]\n`, 28)],
];

describe("a configuration that means harm", () => {
  it.each(hostile)("is refused when it is %s", (_, text) => {
    const config = interpretConfig(new ConfigSource("c.yaml", text), { path: "c.yaml", knownIntegrations: [] });

    expect(formatProblems(config.problems).split("\n")[0]).toMatch(/^c\.yaml:\d+:\d+ {2}\S/);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "cannot reach into objects by the name %s",
    (name) => {
      const text = `hub:\n  ${name}: { polluted: true }\nintegrations:\n  ${name}: { polluted: true }\n`;

      const { problems } = interpretConfig(new ConfigSource("c.yaml", text), {
        path: "c.yaml",
        knownIntegrations: ["agent"],
      });

      expect([problems.map(({ line, message }) => [line, message.split(".")[0]]), "polluted" in {}]).toEqual([
        [
          [2, "hub"],
          [4, `there is no integration "${name}"`],
        ],
        false,
      ]);
    },
  );
});
