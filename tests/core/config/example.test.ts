import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../core/config/load.ts";
import { formatProblems } from "../../../core/config/problem.ts";
import agent from "../../../integrations/agent/index.ts";

describe("config.example.yaml", () => {
  it("loads without a complaint", () => {
    const config = loadConfig({ path: "config.example.yaml", knownIntegrations: ["agent"] });
    const block = config.source.validate("/integrations/agent", agent.config);

    expect(formatProblems([...config.problems, ...block.problems])).toBe("");
  });

  it("shows the defaults", () => {
    const path = "config.example.yaml";
    const example = loadConfig({ path, knownIntegrations: ["agent"] });
    const defaults = loadConfig({ path: "no-such-config.yaml", knownIntegrations: ["agent"] });

    const shown = [
      example.hub,
      example.recorder,
      example.backup,
      example.notifications,
      example.mqtt,
      example.source.validate("/integrations/agent", agent.config).value,
    ];
    const real = [
      defaults.hub,
      defaults.recorder,
      defaults.backup,
      defaults.notifications,
      defaults.mqtt,
      defaults.source.validate("/integrations/agent", agent.config).value,
    ];

    expect(shown).toEqual(real);
  });
});
