import type { JsonObject } from "../../../core/sdk/index.ts";

/** The settings of a card about one machine. */
export interface MachineCardConfig extends JsonObject {
  /** The machine's id. */
  readonly machine: string;
}

/** The machine's id; throws when the settings name none. */
export function machineIn(config: Partial<MachineCardConfig>): string {
  if (!config.machine) throw new Error("Choose a machine");
  return config.machine;
}
