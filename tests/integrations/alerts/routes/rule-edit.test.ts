import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestHub } from "../../../support/test-hub.ts";

const config = `integrations:
  agent: { local: false }
  alerts:
    rules:
      # The loft gets warm in summer.
      - name: loft
        entity: "*.sensor_celsius" # every sensor
        when: { above: 70 }
      - name: other
        entity: nas.cpu_percent
        when: { above: 80 }
`;
let hub: TestHub;

beforeEach(async () => {
  hub = await TestHub.start({ config });
});

afterEach(() => hub.remove());

const written = () => readFile(path.join(hub.dataFolder, "config.yaml"), "utf8");
const names = async () => {
  const { body } = await hub.call<{ rules: { name: string; kind: string }[] }>("GET", "/alerts/rules");
  return body.rules.filter(({ kind }) => kind === "custom").map(({ name }) => name);
};

describe("a rule of the user's own", () => {
  it("is replaced where it stands, with the comments beside it", async () => {
    const answer = await hub.call("PUT", "/alerts/rules/loft", { entity: "*.sensor_celsius", when: { above: 65 } });

    expect([answer.body, await written()]).toEqual([
      { name: "loft", entity: "*.sensor_celsius", when: { above: 65 } },
      config.replace("above: 70", "above: 65"),
    ]);
  });

  it("is added, takes effect, and is removed again", async () => {
    await hub.call("PUT", "/alerts/rules/third", { entity: "*.cpu_percent", when: { above: 50 }, for: "5m" });
    const added = await names();
    const { status } = await hub.call("DELETE", "/alerts/rules/third");

    expect([added, status, await names(), await written()]).toEqual([
      ["loft", "other", "third"],
      204,
      ["loft", "other"],
      config,
    ]);
  });

  it("is refused with what is wrong with it, and nothing is written", async () => {
    const answers = [
      await hub.call("PUT", "/alerts/rules/cpu", { entity: "*.cpu_percent", when: { above: 50 } }),
      await hub.call("PUT", "/alerts/rules/bad", { entity: "*.cpu_percent", when: {} }),
      await hub.call("DELETE", "/alerts/rules/none"),
    ];

    expect([answers.map(({ status }) => status), await written()]).toEqual([[422, 422, 404], config]);
  });
});
