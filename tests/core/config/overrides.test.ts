import { expect, it } from "vitest";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { integrationOverrides } from "../../../core/config/overrides.ts";

const known = [{ domain: "pager", environment: { PAGER_URL: "url", PAGER_TIME: "times.first" } }, { domain: "other" }];
const schema = {
  type: "object",
  properties: { url: { type: "string" }, times: { type: "object", properties: { first: { type: "integer" } } } },
} as const;

function block(text: string, variables: Record<string, string>) {
  const source = new ConfigSource("c.yaml", text, variables, integrationOverrides(known, variables));
  const { value, problems } = source.validate("/integrations/pager", schema);
  return { named: source.entries("/integrations").map(([name]) => name), value, problems };
}

it("a variable decides a setting whatever the file says, and makes the block where there is none", () => {
  const variables = { PAGER_URL: "from-environment" };

  expect([block("", variables).value, block("integrations: { pager: { url: written } }", variables).value]).toEqual([
    { url: "from-environment" },
    { url: "from-environment" },
  ]);
});

it("a variable is read as a number where the setting is one, and lies as deep as it is named", () => {
  expect(block("integrations: { pager: { url: written } }", { PAGER_TIME: "7" })).toEqual({
    named: ["pager"],
    value: { url: "written", times: { first: 7 } },
    problems: [],
  });
});

it("an empty variable is as good as none, and a block that is turned off stays off", () => {
  const off = new ConfigSource("c.yaml", "integrations: { pager: false }", { PAGER_URL: "x" }, [
    ...integrationOverrides(known, { PAGER_URL: "x" }),
  ]);

  expect([block("", { PAGER_URL: "" }).named, off.entries("/integrations")]).toEqual([[], [["pager", false]]]);
});

it("a wrong variable is named as a problem without being shown", () => {
  const { problems } = block("", { PAGER_TIME: "canary" });

  expect(problems.map(({ message }) => message)).toEqual(["integrations.pager.times.first must be a whole number"]);
});
