import type { Configurable } from "../config/blocks.ts";
import type { ConfigConsumer } from "../config/live-config.ts";
import type { JsonObject } from "../sdk/index.ts";
import type { Discovered } from "./discover.ts";
import type { IntegrationHost } from "./host.ts";
import { loadIntegration } from "./load.ts";

/** What the configuration asks of integrations. Their code is loaded when a block is to be checked. */
export function configurables(discovered: readonly Discovered[]): readonly Configurable[] {
  return discovered.map((integration) => ({
    domain: integration.manifest.domain,
    isDefault: integration.manifest.enabled_by_default ?? false,
    environment: integration.manifest.environment,
    schema: async () => {
      const loaded = await loadIntegration(integration, {});
      return loaded.integration.config;
    },
    check: async (block) => {
      const { integration: code } = await loadIntegration(integration, block);
      return code.check?.(block as never) ?? [];
    },
  }));
}

/** Starts, restarts and stops exactly the integrations whose block has changed. */
export function followConfig(
  discovered: readonly Discovered[],
  host: IntegrationHost,
): Pick<ConfigConsumer, "blockChanged"> {
  return {
    async blockChanged(domain: string, value: JsonObject | undefined): Promise<void> {
      const integration = discovered.find(({ manifest }) => manifest.domain === domain);
      if (!integration || value === undefined) return host.remove(domain);
      await host.replace(await loadIntegration(integration, value));
    },
  };
}
