import { effectiveConfig, originsOf, viewBlock, writeBlock } from "../../config/block-view.ts";
import type { ConfigFields } from "../../config/config-fields.ts";
import type { LiveConfig } from "../../config/live-config.ts";
import type { JsonObject } from "../../sdk/index.ts";
import type { Routes } from "../routes.ts";
import { blockSchema, blockUpdateSchema, configSchema } from "./config-schemas.ts";

const params = {
  type: "object",
  properties: { domain: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$", description: "The integration." } },
} as const;

/** The configuration: look at all of it, edit an integration's block, read the files again. */
export function addConfigRoutes(
  routes: Routes,
  { config, fields }: { readonly config: LiveConfig; readonly fields: ConfigFields },
  owner: string,
): void {
  const tag = "Configuration";
  const whole = { 200: { description: "The configuration as it holds now.", body: configSchema } } as const;
  const block = { 200: { description: "The block.", body: blockSchema } } as const;

  routes.add(
    {
      method: "GET",
      path: "/config",
      operationId: "get_config",
      summary: "Show the configuration, with its defaults and without secrets",
      tag,
      scope: "viewer",
      responses: whole,
    },
    () => ({ ...fields.read(), ...wholeToWire(config) }),
    owner,
  );

  routes.add(
    {
      method: "POST",
      path: "/config/reload",
      operationId: "reload_config",
      summary: "Read the configuration files again",
      description: "What has changed takes effect. When there are `problems`, nothing does.",
      tag,
      scope: "admin",
      responses: whole,
    },
    async () => {
      await config.reload();
      return { ...fields.read(), ...wholeToWire(config) };
    },
    owner,
  );

  routes.add(
    {
      method: "GET",
      path: "/integrations/:domain/config",
      operationId: "get_integration_config",
      summary: "Show an integration's block of the configuration, and the schema that it follows",
      tag,
      scope: "admin",
      request: { params },
      responses: { ...block, 404: { description: "There is no such integration." } },
    },
    ({ params: { domain = "" } }) => viewBlock(config, domain),
    owner,
  );

  routes.add(
    {
      method: "PUT",
      path: "/integrations/:domain/config",
      operationId: "update_integration_config",
      summary: "Write an integration's block into config.yaml",
      description:
        "The block is checked, written and takes effect at once; the rest of the file stays as it is, with its comments. " +
        "An integration that was off is on then.",
      tag,
      scope: "admin",
      request: { params, body: blockUpdateSchema },
      responses: {
        ...block,
        404: { description: "There is no such integration." },
        409: { description: "The file has changed meanwhile, cannot be written, or does not decide this setting." },
      },
    },
    async ({ params: { domain = "" }, body }) => {
      const update = body as { readonly config: JsonObject; readonly version?: string };
      await writeBlock(config, domain, update.config, update.version);
      return viewBlock(config, domain);
    },
    owner,
  );
}

function wholeToWire(config: LiveConfig) {
  const { source } = config.running.config;
  return {
    file: source.file,
    config: effectiveConfig(config),
    origins: originsOf(config),
    problems: config.problems,
    warnings: source.warnings,
    restart_required: config.restartRequired,
  };
}
