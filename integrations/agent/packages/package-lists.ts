import type { Heartbeat } from "../../../agent/protocol.ts";
import type { IntegrationContext, Json } from "../../../core/sdk/index.ts";
import { isSameList, mergePackages, type PackageList } from "./package-list.ts";

const keyPrefix = "packages ";

/**
 * Which packages each machine can bring up to date. An agent tells them when they changed, so they are kept over a restart; and once an
 * hour, so that what the hub lost comes back.
 */
export class PackageLists {
  readonly #context: Pick<IntegrationContext, "storage" | "log">;

  constructor(context: Pick<IntegrationContext, "storage" | "log">) {
    this.#context = context;
  }

  /** Stores what a heartbeat tells, unless something newer is known. `measuredAt` in Unix milliseconds. */
  async take(machineId: string, { packages }: Heartbeat, measuredAt: number): Promise<void> {
    if (!packages) return;
    const before = await this.of(machineId);
    if (before && before.measuredAt >= measuredAt) return;
    const list = mergePackages(before, packages, measuredAt);
    if (isSameList(before, list)) return;
    await this.#store(machineId, list);
  }

  /** What was told last; `undefined` when nothing ever was. */
  async of(machineId: string): Promise<PackageList | undefined> {
    return (await this.#context.storage.get(keyPrefix + machineId)) as PackageList | undefined;
  }

  /** The machine was removed. */
  async forget(machineId: string): Promise<void> {
    await this.#context.storage.delete(keyPrefix + machineId);
  }

  async #store(machineId: string, list: PackageList): Promise<void> {
    try {
      await this.#context.storage.set(keyPrefix + machineId, list as unknown as Json);
    } catch (error) {
      // Of a list that is too long the hub keeps the one before; a disk that is full is the heartbeat's business.
      if ((error as { readonly code?: unknown }).code !== "VALIDATION_ERROR") throw error;
      this.#context.log.warn(`The packages of ${machineId} are too long a list to be kept`, { error });
    }
  }
}
