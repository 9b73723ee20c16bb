import type { EntityValue } from "./entity.ts";

/**
 * What one source says about one device. Only `keys` decide which device it is; addresses and hostnames are facts that
 * change and never identity.
 */
export interface DeviceClaim {
  /** The source's own lasting name for the device, for an agent its GUID. */
  readonly ref: string;
  readonly keys: DeviceKeys;
  /** Current facts, snake_case: `hostname`, `ip_address`, `mac_address`, `os_distribution` … `null` is unknown. */
  readonly facts: { readonly [name: string]: EntityValue };
  /** Present when the source knows that the device is a machine which the user manages. */
  readonly machine?: MachineClaim;
}

/** Keys that identify a device by themselves. Texts are compared as given, so the source normalises them. */
export interface DeviceKeys {
  /** UUID v4 kept by the agent, lower case. A device never holds two. */
  readonly agentGuid?: string;
  /** `/etc/machine-id`: 32 lower-case hexadecimal digits. */
  readonly machineId?: string;
  /** Hardware addresses that an authenticated agent attests about its own host, lower case with colons. */
  readonly macs?: readonly string[];
}

/** How a new machine is to be registered. */
export interface MachineClaim {
  /** Suggested slug, `^[a-z0-9-]{1,100}$`. A taken one gets `-2`. */
  readonly id: string;
  readonly machineType: MachineType;
}

/** `server` is expected online; a `workstation` comes and goes. */
export type MachineType = "server" | "workstation";

/** `unknown` until the first heartbeat. */
export type MachineStatus = "online" | "offline" | "unknown";

/** The device that a claim belongs to. */
export interface Device {
  readonly id: number;
  /** The prefix of its entities' ids; for a machine, the machine's id. */
  readonly slug: string;
  /** True on the claim that created it. */
  readonly created: boolean;
}

/** A device that the user manages. Times are Unix milliseconds; `null` is unknown. */
export interface Machine {
  readonly id: string;
  readonly deviceId: number;
  readonly guid: string | null;
  readonly displayName: string | null;
  readonly machineType: MachineType;
  readonly expectedOnline: boolean;
  readonly status: MachineStatus;
  readonly statusChangedAt: number;
  readonly lastSeen: number | null;
  /** How often it is to be heard from, in seconds. */
  readonly intervalSeconds: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The facts of its device, newest source first. */
  readonly facts: { readonly [name: string]: EntityValue };
}

/** Reads the managed machines. */
export interface MachineReader {
  get(id: string): Machine | undefined;
  list(): readonly Machine[];
}
