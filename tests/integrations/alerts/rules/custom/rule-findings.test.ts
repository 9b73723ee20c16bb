import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkConfigOf } from "../../../../support/checked-config.ts";

const block = (rules: string) => `integrations:\n  alerts:\n    rules:\n${rules}`;
const rule = (more: string) => block(`      - name: mine\n        entity: "*.cpu_percent"\n${more}`);

describe("a rule in config.yaml", () => {
  it.each([
    ["a good one", rule("        when: { above: 80 }\n        for: 10m\n        clear: { below: 70, for: 5m }\n"), []],
    [
      "a length of time that is none",
      rule("        when: { above: 80 }\n        for: ten minutes\n"),
      [
        'config.yaml:7:14  integrations.alerts.rules[0].for must be written like 30s, 10m, 2h or 1d, but is "ten minutes"',
      ],
    ],
    [
      "a placeholder that there is not",
      rule('        when: { above: 80 }\n        message: "{{ machine.ip }} is hot"\n'),
      [expect.stringContaining("config.yaml:7:18  integrations.alerts.rules[0].message names {{ machine.ip }}")],
    ],
    [
      "two conditions",
      rule("        when: { above: 80, below: 3 }\n"),
      [expect.stringContaining("config.yaml:6:15  integrations.alerts.rules[0].when must say exactly one of above")],
    ],
    [
      "an end on the wrong side",
      rule("        when: { above: 80 }\n        clear: { below: 90 }\n"),
      ["config.yaml:7:25  integrations.alerts.rules[0].clear.below must go with when.above, and not be more than that"],
    ],
    [
      "the name of a rule of the hub",
      block('      - { name: cpu, entity: "*.cpu_percent", when: { above: 80 } }\n'),
      ["config.yaml:4:17  integrations.alerts.rules[0].name must be another one: a rule of the hub has it"],
    ],
    [
      "a pattern that is none",
      block('      - { name: mine, entity: "*.*", when: { above: 80 } }\n'),
      [
        'config.yaml:4:31  integrations.alerts.rules[0].entity must be written like nas.cpu_percent, *.cpu_percent or nas.*, but is "*.*"',
      ],
    ],
    [
      "a misspelt setting",
      rule("        wehn: { above: 80 }\n"),
      [
        expect.stringContaining("when is missing"),
        expect.stringContaining("wehn is not a known setting; did you mean"),
      ],
    ],
  ])("%s", async (_, text, problems) => {
    expect(await checkConfigOf(text)).toEqual(problems);
  });

  it("of the documentation is a good one", async () => {
    const examples = readFileSync("docs/alerts.md", "utf8").match(/(?<=```yaml\n)[^`]*rules:[^`]*/g) ?? [];
    const problems = await Promise.all(examples.map(checkConfigOf));

    expect([examples.length, problems.flat()]).toEqual([1, []]);
  });
});
