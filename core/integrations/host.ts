import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ConfigSource } from "../config/config-source.ts";
import type { ConfigProblem } from "../config/problem.ts";
import type { Integration, JsonObject } from "../sdk/index.ts";
import { type ContextRooms, createContext } from "./context.ts";
import { type Discovered, orderIntegrations } from "./discover.ts";
import { IntegrationLife, type LoadedIntegration } from "./life.ts";

/** Which integrations are to run: those that the configuration names, and those that run by default unless it says `false`. */
export function chooseIntegrations(
  discovered: readonly Discovered[],
  configured: ReadonlyMap<string, boolean>,
): readonly Discovered[] {
  return discovered.filter(({ manifest }) => configured.get(manifest.domain) ?? manifest.enabled_by_default ?? false);
}

/** Imports the code of an integration and checks its block of the configuration. */
export async function loadIntegration(
  { manifest, folder }: Discovered,
  source: ConfigSource,
): Promise<{ readonly loaded: LoadedIntegration; readonly problems: readonly ConfigProblem[] }> {
  const module: { default: Integration<never> } = await import(pathToFileURL(path.join(folder, "index.ts")).href);
  const integration = module.default;
  const { value, problems } = source.validate<JsonObject>(`/integrations/${manifest.domain}`, integration.config);
  return { loaded: { manifest, integration, config: value }, problems };
}

/** How an integration is, for people and over the wire. */
export interface IntegrationReport {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly state: string;
  readonly error: string | null;
}

/** Runs integrations, each within its own life. */
export class IntegrationHost {
  readonly #rooms: ContextRooms;
  readonly #running = new Map<LoadedIntegration, IntegrationLife>();
  #isStopping = false;

  constructor(rooms: ContextRooms) {
    this.#rooms = rooms;
  }

  /** Starts them in order; resolves when each had its first try. One that fails does not keep the others. */
  async start(integrations: readonly LoadedIntegration[]): Promise<void> {
    for (const loaded of orderIntegrations(integrations)) {
      if (this.#isStopping) return;
      const life = this.#createLife(loaded);
      this.#running.set(loaded, life);
      await life.start();
    }
  }

  /** Stops them in reverse order. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const life of [...this.#running.values()].reverse()) await life.stop();
  }

  list(): readonly IntegrationReport[] {
    return [...this.#running].map(([{ manifest }, life]) => ({
      domain: manifest.domain,
      name: manifest.name,
      version: manifest.version,
      description: manifest.description,
      state: life.state,
      error: life.error,
    }));
  }

  #createLife(loaded: LoadedIntegration): IntegrationLife {
    const rooms = this.#rooms;
    const { domain } = loaded.manifest;
    return new IntegrationLife(loaded, {
      clock: rooms.clock,
      log: rooms.log.child(domain),
      createContext: (signal, undos) => createContext(rooms, { domain, config: loaded.config, signal, undos }),
      onChange: () => rooms.bus.emit("integration_changed", { domain }),
    });
  }
}
