import path from "node:path";
import type { Cost } from "../costs/costs.ts";
import { PlatformError } from "../errors.ts";
import { backupFolderName } from "../storage/backup/backups.ts";
import { migrate } from "../storage/migrate.ts";
import { WriteQueue } from "../storage/write-queue.ts";
import { type ContextRooms, createContext, requirePermission } from "./context.ts";
import { orderIntegrations } from "./discover.ts";
import { IntegrationLife, type LoadedIntegration } from "./life.ts";

/** How an integration is, and what it has cost since the hub started. */
export interface IntegrationReport {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly documentation: string | null;
  readonly state: string;
  readonly error: string | null;
  readonly cost: Readonly<Cost>;
  /** How many problems it reports now. */
  readonly problems: number;
}

interface Running {
  readonly loaded: LoadedIntegration;
  readonly life: IntegrationLife;
}

/** Runs integrations, each within its own life. Starts and stops come one after the other, whoever asks. */
export class IntegrationHost {
  readonly #rooms: ContextRooms;
  readonly #running = new Map<string, Running>();
  readonly #turns = new WriteQueue();
  #isStopping = false;

  constructor(rooms: ContextRooms) {
    this.#rooms = rooms;
  }

  /** Starts them in order; resolves when each had its first try. One that fails does not keep the others. */
  start(integrations: readonly LoadedIntegration[]): Promise<void> {
    return this.#turns.run(async () => {
      for (const loaded of orderIntegrations(integrations)) await this.#start(loaded);
    });
  }

  /** Starts an integration, or restarts it with other code or configuration; the others go on undisturbed. */
  replace(loaded: LoadedIntegration): Promise<void> {
    return this.#turns.run(async () => {
      await this.#stop(loaded.manifest.domain);
      await this.#start(loaded);
    });
  }

  /** Stops one integration and forgets it. */
  remove(domain: string): Promise<void> {
    return this.#turns.run(async () => {
      await this.#stop(domain);
      await this.#rooms.notifications.forget(domain);
    });
  }

  /** Restarts one as it is. Throws `NOT_FOUND` when it does not run. */
  async reload(domain: string): Promise<IntegrationReport> {
    const running = this.#running.get(domain);
    if (!running) throw new PlatformError("NOT_FOUND", `The integration '${domain}' is not running`);
    await this.replace(running.loaded);
    return this.report(domain);
  }

  /** Stops all in reverse order. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { life } of [...this.#running.values()].reverse()) await life.stop();
  }

  list(): readonly IntegrationReport[] {
    return [...this.#running.keys()].map((domain) => this.report(domain));
  }

  /** How one integration is. Throws `NOT_FOUND` when it does not run. */
  report(domain: string): IntegrationReport {
    const running = this.#running.get(domain);
    if (!running) throw new PlatformError("NOT_FOUND", `The integration '${domain}' is not running`);
    const { manifest } = running.loaded;
    return {
      domain,
      name: manifest.name,
      version: manifest.version,
      description: manifest.description,
      documentation: manifest.documentation ?? null,
      state: running.life.state,
      error: running.life.error,
      cost: { ...this.#rooms.costs.of(domain) },
      problems: this.#rooms.problems.list().filter(({ integration }) => integration === domain).length,
    };
  }

  async #start(loaded: LoadedIntegration): Promise<void> {
    if (this.#isStopping) return;
    const life = this.#createLife(loaded);
    this.#running.set(loaded.manifest.domain, { loaded, life });
    await life.start();
  }

  async #stop(domain: string): Promise<void> {
    await this.#running.get(domain)?.life.stop();
    this.#running.delete(domain);
  }

  async #prepareTables({ manifest, integration }: LoadedIntegration): Promise<void> {
    const { migrations = [] } = integration;
    if (migrations.length === 0) return;
    requirePermission(manifest, "database");
    const { database, clock, log, dataFolder } = this.#rooms;
    const backupFolder = path.join(dataFolder, backupFolderName);
    await migrate(database, { migrations, scope: manifest.domain, backupFolder, clock, log: log.child("storage") });
  }

  #createLife(loaded: LoadedIntegration): IntegrationLife {
    const rooms = this.#rooms;
    const { domain } = loaded.manifest;
    return new IntegrationLife(loaded, {
      clock: rooms.clock,
      log: rooms.log.child(domain),
      createContext: (signal, undos) => {
        const context = createContext(rooms, { manifest: loaded.manifest, config: loaded.config, signal, undos });
        return rooms.wrapContext?.(context) ?? context;
      },
      prepare: () => this.#prepareTables(loaded),
      report: (id, problem) => rooms.problems.report(domain, id, problem),
      onChange: () => rooms.bus.emit("integration_changed", { domain }),
    });
  }
}
