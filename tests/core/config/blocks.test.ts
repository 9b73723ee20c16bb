import { expect, it } from "vitest";
import { type Configurable, checkBlocks } from "../../../core/config/blocks.ts";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { interpretConfig } from "../../../core/config/load.ts";

const schema = { type: "object", properties: { pumps: { type: "array", items: { type: "string" } } } };

/** What is wrong with a block, by an integration that looks at it itself. */
async function problemsOf(block: string, check: NonNullable<Configurable["check"]>) {
  const source = new ConfigSource("c.yaml", `integrations:\n  well: ${block}\n`);
  const well: Configurable = { domain: "well", isDefault: false, schema: async () => schema, check };
  const config = interpretConfig(source, { path: "c.yaml", knownIntegrations: ["well"] });
  const { problems } = await checkBlocks(config, [well]);
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const complain = async () => [{ path: ["pumps", 1], message: "must be another pump" }];

it("what an integration finds wrong with its block is shown where it stands", async () => {
  expect(await problemsOf("{ pumps: [a, b] }", complain)).toEqual([
    "2:22 integrations.well.pumps[1] must be another pump",
  ]);
});

it.each(["{ pumps: 5 }", "{ enabled: false, pumps: [a, b] }"])(
  "an integration is not asked about %s, which its schema refuses or which is off",
  async (block) => {
    expect((await problemsOf(block, complain)).filter((problem) => problem.includes("another pump"))).toEqual([]);
  },
);

it("an integration that fails to look at its block is a problem, and no crash", async () => {
  const fail = async () => {
    throw new Error("it broke");
  };

  expect(await problemsOf("{ pumps: [a] }", fail)).toEqual(["2:9 integrations.well cannot be checked: it broke"]);
});
