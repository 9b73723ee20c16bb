import type { EntityAttributes, EntityValue, MachineStatus, MachineType } from "../../core/sdk/index.ts";
import type { DashboardEntity, DashboardMachine } from "../sdk/index.ts";

/** A machine as the hub sends it. Times are ISO 8601. */
export interface WireMachine {
  readonly id: string;
  readonly guid: string | null;
  readonly hostname: string;
  readonly display_name: string | null;
  readonly ip_address: string | null;
  readonly mac_address: string | null;
  readonly status: MachineStatus;
  readonly status_changed_at: string;
  readonly machine_type: MachineType;
  readonly expected_online: boolean;
  readonly cpu_model: string | null;
  readonly cpu_cores: number | null;
  readonly os_distribution: string | null;
  readonly os_version: string | null;
  readonly kernel_version: string | null;
  readonly architecture: string | null;
  readonly agent_version: string | null;
  readonly last_seen: string | null;
  readonly last_boot_time: string | null;
  readonly created_at: string;
}

/** A state as the hub sends it. Times are ISO 8601. */
export interface WireState {
  readonly id: string;
  readonly device: string;
  readonly key: string;
  readonly instance: string | null;
  readonly name: string;
  readonly unit: string | null;
  readonly value: EntityValue;
  readonly available: boolean;
  readonly changed_at: string;
  readonly updated_at: string;
  readonly attributes: EntityAttributes;
}

/** What the live stream says. */
export type LiveEvent =
  | {
      readonly type: "snapshot";
      readonly time: string;
      readonly machines: readonly WireMachine[];
      readonly states: readonly WireState[];
    }
  | {
      readonly type: "changes";
      readonly time: string;
      readonly machines?: readonly WireMachine[];
      readonly machines_removed?: readonly string[];
      readonly seen?: Readonly<Record<string, string>>;
      readonly states?: readonly WireState[];
      readonly states_removed?: readonly string[];
    }
  | {
      readonly type: "event";
      readonly time: string;
      readonly name: string;
      readonly data: Readonly<Record<string, unknown>>;
    }
  | { readonly type: "ping"; readonly time: string };

/** The types of events that the dashboard knows; a newer hub may send others. */
export const liveEventTypes: ReadonlySet<string> = new Set<LiveEvent["type"]>(["snapshot", "changes", "event", "ping"]);

/** Turns the hub's machine into the one that pages and cards see. */
export function machineOf(wire: WireMachine): DashboardMachine {
  return {
    id: wire.id,
    guid: wire.guid,
    name: wire.display_name ?? wire.hostname,
    hostname: wire.hostname,
    ipAddress: wire.ip_address,
    macAddress: wire.mac_address,
    status: wire.status,
    statusChangedAt: Date.parse(wire.status_changed_at),
    machineType: wire.machine_type,
    expectedOnline: wire.expected_online,
    cpuModel: wire.cpu_model,
    cpuCores: wire.cpu_cores,
    osDistribution: wire.os_distribution,
    osVersion: wire.os_version,
    kernelVersion: wire.kernel_version,
    architecture: wire.architecture,
    agentVersion: wire.agent_version,
    lastSeen: timeOf(wire.last_seen),
    lastBoot: timeOf(wire.last_boot_time),
    createdAt: Date.parse(wire.created_at),
  };
}

/** Turns the hub's state into the entity that cards see. */
export function entityOf(wire: WireState): DashboardEntity {
  const { changed_at, updated_at, ...rest } = wire;
  return { ...rest, changedAt: Date.parse(changed_at), updatedAt: Date.parse(updated_at) };
}

function timeOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
