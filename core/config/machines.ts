import type { ExpectedService, MachineType } from "../sdk/index.ts";
import type { ConfigSource } from "./config-source.ts";
import type { MachinesBlock } from "./machines-schema.ts";
import type { ConfigProblem } from "./problem.ts";

/** A machine that config.yaml begins with. `null` is not said. */
export interface MachineEntry {
  readonly id: string;
  readonly displayName: string | null;
  readonly hostname: string | null;
  readonly ipAddress: string | null;
  /** Lower case, with colons. */
  readonly macAddress: string | null;
  readonly machineType: MachineType;
  readonly tdpWatts: number | null;
  readonly location: string | null;
  readonly tags: readonly string[];
  readonly expectedServices: readonly ExpectedService[];
}

/** The block `machines:` as the hub uses it. */
export function machineEntries(block: MachinesBlock): readonly MachineEntry[] {
  return block.map((machine) => ({
    id: machine.id,
    displayName: machine.display_name ?? null,
    hostname: machine.hostname ?? null,
    ipAddress: machine.ip_address ?? null,
    macAddress: machine.mac_address?.toLowerCase().replaceAll("-", ":") ?? null,
    machineType: machine.machine_type,
    tdpWatts: machine.tdp_watts ?? null,
    location: machine.location ?? null,
    tags: machine.tags,
    expectedServices: machine.expected_services.map((service) =>
      typeof service === "string"
        ? { name: service, isCritical: false }
        : { name: service.name, isCritical: service.critical ?? false },
    ),
  }));
}

/** Machines whose id stands twice. */
export function repeatedMachines(source: ConfigSource, machines: readonly MachineEntry[]): ConfigProblem[] {
  return machines.flatMap(({ id }, index) => {
    const first = machines.findIndex((machine) => machine.id === id);
    if (first === index) return [];
    const message = `machines[${index}].id must be one of its own, but machines[${first}] has "${id}" too`;
    return [source.problemAt(["machines", String(index), "id"], "value", message)];
  });
}
