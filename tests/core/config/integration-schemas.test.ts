import path from "node:path";
import { describe, expect, it } from "vitest";
import { machinesSchema } from "../../../core/config/machines-schema.ts";
import { configurables } from "../../../core/integrations/configured.ts";
import { discoverIntegrations } from "../../../core/integrations/discover.ts";
import { LogSpy } from "../../support/log-spy.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const soundsSecret = /(^|_)(password|passphrase|token|secret|webhook_url|api_key|auth_key)$/;

interface Schema {
  readonly type?: unknown;
  readonly description?: string;
  readonly writeOnly?: boolean;
  readonly anyOf?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Every setting below a schema, by its path. */
function settingsOf(schema: Schema, prefix: string): (readonly [path: string, schema: Schema])[] {
  const own = Object.entries(schema.properties ?? {}).map(([name, each]) => [`${prefix}.${name}`, each] as const);
  const below = own.flatMap(([name, each]) => settingsOf(each, name));
  return [...own, ...below, ...(schema.items ? settingsOf(schema.items, `${prefix}[]`) : [])];
}

describe("the settings of the integrations and of machines", async () => {
  const discovered = await discoverIntegrations([path.join(root, "integrations")], new LogSpy());
  const known = configurables(discovered).map(async ({ domain, schema }) => settingsOf(await schema(), domain));
  const settings = [...(await Promise.all(known)).flat(), ...settingsOf(machinesSchema, "machines")];

  it("are all described", () => {
    expect(settings.filter(([, { description = "" }]) => description.length < 5).map(([name]) => name)).toEqual([]);
  });

  it("are writeOnly when they sound like a secret, so that they are never shown", () => {
    const shown = settings.filter(([name, { type, writeOnly }]) => {
      return soundsSecret.test(name.split(".").at(-1) ?? "") && type === "string" && writeOnly !== true;
    });

    expect(shown.map(([name]) => name)).toEqual([]);
  });
});
