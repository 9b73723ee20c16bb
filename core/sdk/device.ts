import type { EntityValue } from "./entity.ts";
import type { JsonObject } from "./json.ts";

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
  /** Under what the device is found at present. Never identity; kept with first and last seen. */
  readonly hints?: DeviceHints;
  /** Present when the source knows that the device is a machine which the user manages. */
  readonly machine?: MachineClaim;
}

/**
 * Keys that identify a device by themselves, so that claims which share one speak of the same device. Texts are compared as given:
 * the source normalises them. A key that two agents hold (a clone copies its machine-id) identifies neither of them.
 */
export interface DeviceKeys {
  /** UUID v4 kept by the agent, lower case. A device never holds two. */
  readonly agentGuid?: string;
  /** What an agent from before GUIDs calls its machine, when it has no GUID. */
  readonly agentId?: string;
  /** `/etc/machine-id`: 32 lower-case hexadecimal digits. */
  readonly machineId?: string;
  /**
   * Hardware addresses, lower case with colons, that an authenticated agent attests about its own host. Locally administered ones,
   * as virtual machines have, count too.
   */
  readonly macs?: readonly string[];
  /**
   * Hardware addresses that the source saw on the network, in the same form. A locally administered one counts only when an agent
   * attests it: phones make them up.
   */
  readonly seenMacs?: readonly string[];
  /** Tailscale's `nodeId`, which stays when the node is renamed. */
  readonly tailscaleNodeId?: string;
  /** `ID` of Docker's `GET /info`. */
  readonly dockerEngineId?: string;
}

/** What helps to find a device and does not identify it. */
export interface DeviceHints {
  readonly hostname?: string;
  /** IPv4 and IPv6. */
  readonly addresses?: readonly string[];
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

/** What the user decides about a machine. */
export interface MachineSettings {
  readonly displayName: string | null;
  readonly machineType: MachineType;
  /** Whether its absence is worth an alert. */
  readonly expectedOnline: boolean;
  readonly location: string | null;
  readonly tags: readonly string[];
  /** Power at full load and at rest, as the user or the category says. */
  readonly tdpWatts: number | null;
  readonly idleWatts: number | null;
  readonly machineCategory: string | null;
  /** `null`: the hub's default user. */
  readonly sshUsername: string | null;
  readonly sudoMode: "passwordless" | "password";
}

/** A device that the user manages. Times are Unix milliseconds; `null` is unknown. */
export interface Machine extends MachineSettings {
  readonly id: string;
  readonly deviceId: number;
  readonly guid: string | null;
  /** Since when it is in maintenance, and until when (`null`: until the user ends it). */
  readonly pausedAt: number | null;
  readonly pausedUntil: number | null;
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

/** What an integration adds to machines as they are listed. */
export interface MachineFields {
  /** Every field that it adds, snake_case, with the value of a machine that it says nothing of. */
  readonly defaults: JsonObject;
  /** Asked once for a whole list: the fields by machine id. Use one query, whatever the number of ids. */
  readonly read: (ids: readonly string[]) => Promise<Readonly<Record<string, JsonObject>>>;
}

/** Reads the managed machines. */
export interface MachineReader {
  get(id: string): Machine | undefined;
  list(): readonly Machine[];
  /** The services that a machine was registered with, to begin with; what became of them since is not said here. */
  expectedServices(id: string): readonly ExpectedService[];
}

/** A systemd service that is to run on a machine. */
export interface ExpectedService {
  readonly name: string;
  /** Its failure matters much. */
  readonly isCritical: boolean;
}

/** A device with everything that its sources say. Times are Unix milliseconds. */
export interface KnownDevice {
  readonly id: number;
  /** For a machine, the machine's id. */
  readonly slug: string;
  /** Other ids of the same device, from sources that first seemed to speak of another one. They find it too. */
  readonly aliases: readonly number[];
  /** Its agent's. */
  readonly guid: string | null;
  /** The integrations that speak of it, sorted. */
  readonly sources: readonly string[];
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Its agent's word first, then the newest. */
  readonly facts: { readonly [name: string]: EntityValue };
}

/** Reads every device that anybody ever spoke of. */
export interface DeviceReader {
  /** By its id or an alias. */
  get(id: number): KnownDevice | undefined;
  list(): readonly KnownDevice[];
  ofMachine(machineId: string): KnownDevice | undefined;
  /** What this integration said last under that ref. */
  ownClaim(ref: string): DeviceClaim | undefined;
}
