import type { Entity, EntityState, EntityValue, Machine } from "../../sdk/index.ts";

/** The metric names of a heartbeat, in which `latest_metrics` speaks. */
const metricNames = [
  "cpu_percent",
  "cpu_iowait_percent",
  "cpu_steal_percent",
  "memory_percent",
  "memory_total_mb",
  "memory_used_mb",
  "memory_cache_mb",
  "zfs_arc_mb",
  "swap_total_mb",
  "swap_used_mb",
  "disk_percent",
  "disk_total_gb",
  "disk_used_gb",
  "network_rx_bytes",
  "network_tx_bytes",
  "load_1m",
  "load_5m",
  "load_15m",
  "uptime_seconds",
] as const;

const isMetric: ReadonlySet<string> = new Set(metricNames);
const counts: ReadonlySet<string> = new Set(["updates_available", "security_updates"]);

/** How entities that come once for each thing become a list of things. */
interface ListPlan {
  readonly list: "filesystems" | "network_interfaces";
  /** The field that names the thing. */
  readonly named: string;
  readonly field: string;
  /** This entity carries what is known beside the values. */
  readonly hasAttributes: boolean;
}

const filesystem = { list: "filesystems", named: "mount_point", hasAttributes: false } as const;
const networkInterface = { list: "network_interfaces", named: "name", hasAttributes: false } as const;

/** By the entities' keys. */
const plans: Readonly<Record<string, ListPlan>> = {
  filesystem_percent: { ...filesystem, field: "percent", hasAttributes: true },
  filesystem_used_bytes: { ...filesystem, field: "used_bytes" },
  filesystem_total_bytes: { ...filesystem, field: "total_bytes" },
  filesystem_available_bytes: { ...filesystem, field: "available_bytes" },
  interface_up: { ...networkInterface, field: "is_up", hasAttributes: true },
  interface_rx_bytes: { ...networkInterface, field: "rx_bytes" },
  interface_tx_bytes: { ...networkInterface, field: "tx_bytes" },
};

type Thing = Record<string, EntityValue | readonly string[]>;

/** What a machine's entities say, in the heartbeat's words; `null` is what it never told. */
export interface MachineReadings {
  readonly latest_metrics: Readonly<Record<string, EntityValue>> | null;
  readonly updates_available: EntityValue;
  readonly security_updates: EntityValue;
  readonly filesystems: readonly Thing[] | null;
  readonly network_interfaces: readonly Thing[] | null;
}

/** Puts together what was told last. A thing that is gone is left out, but stays when it was lost together with the machine. */
export function machineReadings(
  machine: Machine,
  entities: Iterable<Entity>,
  stateOf: (entityId: string) => EntityState | undefined,
): MachineReadings {
  const metrics: Record<string, EntityValue> = {};
  const told: Record<string, EntityValue> = {};
  const things = { filesystems: new Map<string, Thing>(), network_interfaces: new Map<string, Thing>() };
  for (const { id, key, instance } of entities) {
    const plan = instance === undefined ? undefined : plans[key];
    const isSingle = instance === undefined && (isMetric.has(key) || counts.has(key));
    const state = plan || isSingle ? stateOf(id) : undefined;
    if (!state) continue;
    if (isMetric.has(key)) metrics[key] = state.value;
    else if (!plan) told[key] = state.value;
    else if (isThere(machine, state)) addTo(things[plan.list], plan, instance ?? "", state);
  }
  return {
    latest_metrics: Object.keys(metrics).length > 0 ? withGibibytes(metrics) : null,
    updates_available: told["updates_available"] ?? null,
    security_updates: told["security_updates"] ?? null,
    filesystems: listOf(things.filesystems),
    network_interfaces: listOf(things.network_interfaces),
  };
}

/** Older clients read memory in GiB, as older agents told it. */
function withGibibytes(metrics: Record<string, EntityValue>): Record<string, EntityValue> {
  for (const name of ["memory_total", "memory_used"]) {
    const mebibytes = metrics[`${name}_mb`];
    if (typeof mebibytes === "number") metrics[`${name}_gb`] = Math.round((mebibytes / 1024) * 100) / 100;
  }
  return metrics;
}

function isThere({ status, statusChangedAt }: Machine, { available, changedAt }: EntityState): boolean {
  return available || (status === "offline" && changedAt >= statusChangedAt);
}

function addTo(
  things: Map<string, Thing>,
  { named, field, hasAttributes }: ListPlan,
  name: string,
  state: EntityState,
) {
  const thing = things.get(name) ?? { [named]: name };
  thing[field] = state.value;
  if (hasAttributes) Object.assign(thing, attributesOf(state));
  things.set(name, thing);
}

/** Addresses are one text in an attribute, and a list in a heartbeat. */
function attributesOf({ attributes }: EntityState): Thing {
  const { addresses, ...others } = attributes;
  return typeof addresses === "string"
    ? { ...others, addresses: addresses.split(", ").filter(Boolean) }
    : { ...others };
}

function listOf(things: ReadonlyMap<string, Thing>): readonly Thing[] | null {
  return things.size === 0 ? null : [...things.values()];
}

const metric = { type: ["number", "null"], description: "As in the heartbeat; null is unknown." };
const list = (description: string) => ({
  type: ["array", "null"],
  items: { type: "object", description: "As in the heartbeat.", additionalProperties: true },
  description,
});

/** JSON schemas of the fields of `machineReadings`. */
export const machineReadingsProperties = {
  latest_metrics: {
    type: ["object", "null"],
    description: "The heartbeat's metrics, as last reported; null before the first. The live stream leaves it out.",
    properties: Object.fromEntries([...metricNames, "memory_total_gb", "memory_used_gb"].map((name) => [name, metric])),
  },
  updates_available: { type: ["integer", "null"], description: "Packages that can be brought up to date." },
  security_updates: { type: ["integer", "null"], description: "Those of them that repair a hole." },
  filesystems: list("Its file systems. The live stream leaves them out: they are entities there."),
  network_interfaces: list("Its network interfaces. The live stream leaves them out."),
} as const;
