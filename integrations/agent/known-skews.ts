import type { IntegrationContext, Storage } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";

const keyPrefix = "skew ";

/**
 * By how much the clocks of agents are wrong. It outlasts the hub, so that a heartbeat that is sent again after a restart gets the very
 * moment that it got before, and is known by it. Agents whose clock is right are not in it.
 */
export class KnownSkews {
  readonly #storage: Storage;
  readonly #skews = new Map<string, number>();

  constructor({ storage }: Pick<IntegrationContext<AgentConfig>, "storage">) {
    this.#storage = storage;
  }

  async load(): Promise<void> {
    for (const key of (await this.#storage.keys()).filter((name) => name.startsWith(keyPrefix))) {
      const skew = await this.#storage.get(key);
      if (typeof skew === "number") this.#skews.set(key.slice(keyPrefix.length), skew);
    }
  }

  /** The skew of a machine's agent, in milliseconds. */
  of(machineId: string): number {
    return this.#skews.get(machineId) ?? 0;
  }

  /** Resolves once it is on disk: before anything is recorded by it. */
  async keep(machineId: string, skew: number): Promise<void> {
    if (skew === this.of(machineId)) return;
    if (skew === 0) await this.#storage.delete(`${keyPrefix}${machineId}`);
    else await this.#storage.set(`${keyPrefix}${machineId}`, skew);
    this.#skews.set(machineId, skew);
  }
}
