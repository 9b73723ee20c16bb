import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { IntegrationHost } from "../../../core/integrations/host.ts";
import type { LoadedIntegration } from "../../../core/integrations/life.ts";
import type { Integration, Manifest } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

const manifestOf = (domain: string, changes: Partial<Manifest> = {}): Manifest => ({
  domain,
  name: domain.toUpperCase(),
  version: "1.0.0",
  api: 1,
  description: `About ${domain}`,
  ...changes,
});

describe("the integration host", () => {
  let house: TestRooms;
  let host: IntegrationHost;
  let history: string[];

  beforeEach(async () => {
    house = await TestRooms.open();
    host = new IntegrationHost(house.rooms);
    history = [];
  });

  afterEach(() => house.remove());

  function integration(
    domain: string,
    after: readonly string[],
    setup?: Integration<never>["setup"],
  ): LoadedIntegration {
    const noted: Integration<never>["setup"] = (context) => {
      history.push(`${domain} starts`);
      context.onStop(() => void history.push(`${domain} stops`));
      return setup?.(context);
    };
    return { manifest: manifestOf(domain, { after }), integration: { config: {}, setup: noted }, config: {} };
  }

  it("starts each after those that it names, and stops in the reverse order", async () => {
    await host.start([integration("costs", ["docker"]), integration("docker", ["agent"]), integration("agent", [])]);
    await host.stop();

    expect(history).toEqual([
      "agent starts",
      "docker starts",
      "costs starts",
      "costs stops",
      "docker stops",
      "agent stops",
    ]);
  });

  it("goes on with the others when one fails, and reports each", async () => {
    const failing = integration("docker", [], () => {
      throw new Error("no socket");
    });
    const waiting = integration("tailscale", [], (context) => context.notReady("no token yet"));

    await host.start([failing, waiting, integration("slack", [])]);

    const report = (domain: string, state: string, error: string | null) => ({
      domain,
      name: domain.toUpperCase(),
      version: "1.0.0",
      description: `About ${domain}`,
      documentation: null,
      state,
      error,
      cost: { handlerMilliseconds: 0, handlerCalls: 0, failures: 0, rows: 0, events: 0 },
      problems: 0,
    });
    expect(host.list()).toEqual([
      report("docker", "failed", "no socket"),
      report("tailscale", "retrying", "no token yet"),
      report("slack", "running", null),
    ]);
  });

  it("tells of every change of an integration's state", async () => {
    house.rooms.bus.on(
      { type: "integration_changed" },
      ({ domain }) => history.push(`${domain} ${host.list()[0]?.state}`),
      "test",
    );

    await host.start([integration("agent", [])]);
    await host.stop();

    expect(history).toEqual(["agent starting", "agent starts", "agent running", "agent stops", "agent stopped"]);
  });

  it("starts no other integration once it was stopped during a long setup", async () => {
    const slow = integration("slow", [], ({ signal }) => house.clock.sleep(20_000, signal));
    const started = host.start([slow, integration("next", [])]);
    await house.clock.advance(5000);
    await host.stop();
    await started;

    expect([history, host.list().map(({ state }) => state), house.clock.pending]).toEqual([
      ["slow starts", "slow stops"],
      ["stopped"],
      0,
    ]);
  });
});
