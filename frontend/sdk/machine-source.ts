import type { Machine, Undo } from "../../core/sdk/index.ts";

/** A machine as a card sees it. Times are Unix milliseconds; `null` is unknown. */
export interface DashboardMachine
  extends Pick<Machine, "id" | "guid" | "machineType" | "expectedOnline" | "status" | "statusChangedAt" | "createdAt"> {
  /** What to call it: the name that the user gave, else its hostname. Untrusted text. */
  readonly name: string;
  readonly hostname: string;
  readonly ipAddress: string | null;
  readonly macAddress: string | null;
  readonly lastSeen: number | null;
  readonly lastBoot: number | null;
  readonly cpuModel: string | null;
  readonly cpuCores: number | null;
  readonly osDistribution: string | null;
  readonly osVersion: string | null;
  readonly kernelVersion: string | null;
  readonly architecture: string | null;
  readonly agentVersion: string | null;
}

/** The machines that the user manages, kept up to date by the live stream. */
export interface MachineSource {
  /** False until the hub has said which machines there are. */
  readonly loaded: boolean;
  get(id: string): DashboardMachine | undefined;
  /** All machines, by name. The same array until a record changes. */
  list(): readonly DashboardMachine[];
  /** When the machine was last heard from, fresher than its record. */
  lastSeen(id: string): number | null;
  /** Calls `listener` when a record changes, appears or goes: of one machine, or of any when `id` is `null`. */
  watch(id: string | null, listener: () => void): Undo;
}
