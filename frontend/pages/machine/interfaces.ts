import type { DashboardEntity } from "../../sdk/index.ts";

/** One network interface of a machine, put together from its entities. Rates in bytes a second, `null` when unknown. */
export interface NetworkInterface {
  readonly name: string;
  /** `null` when the agent does not say. */
  readonly isUp: boolean | null;
  readonly received: number | null;
  readonly sent: number | null;
  readonly mac: string;
  readonly addresses: readonly string[];
}

/** The interfaces among a machine's entities: those that are up first, then by name. */
export function interfacesOf(entities: readonly DashboardEntity[]): readonly NetworkInterface[] {
  const byName = new Map<string, Map<string, DashboardEntity>>();
  for (const entity of entities) {
    if (entity.instance === null || !entity.key.startsWith("interface_")) continue;
    const known = byName.get(entity.instance) ?? new Map<string, DashboardEntity>();
    byName.set(entity.instance, known.set(entity.key, entity));
  }
  return [...byName].map(([name, known]) => interfaceOf(name, known)).sort(byUseThenName);
}

function interfaceOf(name: string, known: ReadonlyMap<string, DashboardEntity>): NetworkInterface {
  const isUp = known.get("interface_up")?.value;
  const attributes = Object.assign({}, ...[...known.values()].map((entity) => entity.attributes)) as Record<
    string,
    unknown
  >;
  return {
    name,
    isUp: typeof isUp === "boolean" ? isUp : null,
    received: rateOf(known.get("interface_rx_rate")),
    sent: rateOf(known.get("interface_tx_rate")),
    mac: String(attributes["mac"] ?? ""),
    addresses: String(attributes["addresses"] ?? "")
      .split(",")
      .map((address) => address.trim())
      .filter(Boolean),
  };
}

function rateOf(entity: DashboardEntity | undefined): number | null {
  return typeof entity?.value === "number" ? entity.value : null;
}

function byUseThenName(a: NetworkInterface, b: NetworkInterface): number {
  return Number(b.isUp) - Number(a.isUp) || a.name.localeCompare(b.name);
}
