import type { WireMachine } from "../../../frontend/state/wire.ts";

/** A machine of the made-up fleet: what it is, and around which levels its readings wander. */
export interface FleetMember {
  readonly machine: WireMachine;
  readonly cpu: number;
  readonly memory: number;
  readonly memoryGibibytes: number;
  readonly upDays: number;
  readonly disks: readonly { mount: string; type: string; gibibytes: number; percent: number }[];
  readonly interfaces: readonly { name: string; addresses: string; isUp: boolean; rate: number }[];
  readonly rebootRequired: boolean;
}

/** What may be said about a member. */
export type MemberOptions = Partial<Omit<FleetMember, "machine">> & Partial<WireMachine> & { readonly id: string };
/** The only disk of most members. */
export const root = { mount: "/", type: "ext4", gibibytes: 229, percent: 34 };

/** Builds one member; everything not said is that of a small Debian server. `now` is in Unix milliseconds. */
export function memberOf(options: MemberOptions, now: number): FleetMember {
  const iso = (agoSeconds: number) => new Date(now - agoSeconds * 1000).toISOString();
  const {
    cpu = 12,
    memory = 45,
    memoryGibibytes = 15.6,
    upDays = 42,
    disks = [root],
    rebootRequired = false,
  } = options;
  const { interfaces = [{ name: "eth0", addresses: "192.168.1.21, fe80::1", isUp: true, rate: 400_000 }], ...record } =
    options;
  const machine: WireMachine = {
    guid: "a1b2c3d4-e5f6-4a1b-8c2d-0123456789ab",
    hostname: options.id,
    display_name: null,
    ip_address: "192.168.1.21",
    mac_address: "52:54:00:12:34:56",
    status: "online",
    status_changed_at: iso(upDays * 86_400),
    machine_type: "server",
    expected_online: options.machine_type !== "workstation",
    cpu_model: "Intel Core i5-8250U",
    cpu_cores: 8,
    os_distribution: "Debian",
    os_version: "12",
    kernel_version: "6.1.0-26-amd64",
    architecture: "x86_64",
    agent_version: "1.0.0",
    last_seen: iso(4),
    last_boot_time: iso(upDays * 86_400),
    created_at: iso(200 * 86_400),
    ...pick(record),
  };
  return { machine, cpu, memory, memoryGibibytes, upDays, disks, interfaces, rebootRequired };
}

const recordKeys = [
  "id",
  "hostname",
  "display_name",
  "ip_address",
  "mac_address",
  "status",
  "status_changed_at",
  "machine_type",
  "expected_online",
  "cpu_model",
  "cpu_cores",
  "os_distribution",
  "os_version",
  "kernel_version",
  "architecture",
  "agent_version",
  "last_seen",
  "last_boot_time",
  "created_at",
  "guid",
] as const satisfies readonly (keyof WireMachine)[];

function pick(options: MemberOptions): Partial<WireMachine> & { id: string } {
  const known = Object.entries(options).filter(([key]) => (recordKeys as readonly string[]).includes(key));
  return { ...(Object.fromEntries(known) as Partial<WireMachine>), id: options.id };
}
