import type { JsonObject } from "../../../core/sdk/index.ts";
import type { HistoryRange } from "../../sdk/index.ts";

/** The settings of a card about one machine. */
export interface MachineCardConfig extends JsonObject {
  /** The machine's id. */
  readonly machine: string;
  /** How much of the past its chart shows. */
  readonly range: HistoryRange;
}

/** The machine's id; throws when the settings name none. */
export function machineIn(config: Partial<MachineCardConfig>): string {
  if (!config.machine) throw new Error("Choose a machine");
  return config.machine;
}

/** How much of the past is shown; an hour where the settings say nothing. */
export function rangeIn({ range = "1h" }: Partial<MachineCardConfig>): HistoryRange {
  return range;
}
