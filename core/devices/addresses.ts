import type { DeviceHints } from "../sdk/index.ts";
import { isRoutable, networkOf } from "./network-of.ts";

/** Most entries of one kind that are kept: the newest. */
export const mostAddresses = 200;

/** Under what a device was found, and when. Times are Unix milliseconds. */
export interface AddressEntry {
  readonly kind: "ip" | "hostname";
  readonly value: string;
  /** Of an address, the /24 or /64 that it lies in; `null` for a hostname. */
  readonly network: string | null;
  readonly firstSeen: number;
  lastSeen: number;
}

/** Every address and hostname that one claim ever named. */
export class Addresses {
  readonly #entries: ReadonlyMap<string, AddressEntry>;
  readonly #current: readonly AddressEntry[];

  private constructor(entries: ReadonlyMap<string, AddressEntry>, current: readonly AddressEntry[]) {
    this.#entries = entries;
    this.#current = current;
  }

  /** What was remembered, and what of it the claim names at present. */
  static of(entries: readonly AddressEntry[], hints: DeviceHints | undefined): Addresses {
    const byName = new Map(entries.map((entry) => [nameOf(entry.kind, entry.value), entry]));
    const current = namesIn(hints).flatMap(([kind, value]) => byName.get(nameOf(kind, value)) ?? []);
    return new Addresses(byName, current);
  }

  /** With what the claim names now. This one stays as it is, so that it can be gone back to. */
  with(hints: DeviceHints | undefined, now: number): Addresses {
    const entries = new Map(this.#entries);
    const current = namesIn(hints).map(([kind, value]) => {
      const firstSeen = entries.get(nameOf(kind, value))?.firstSeen ?? now;
      const network = kind === "ip" ? networkOf(value) : null;
      const entry: AddressEntry = { kind, value, network, firstSeen, lastSeen: now };
      entries.set(nameOf(kind, value), entry);
      return entry;
    });
    const kept = newest([...entries.values()]);
    const isKept = new Set(kept);
    return new Addresses(
      new Map(kept.map((entry) => [nameOf(entry.kind, entry.value), entry])),
      current.filter((entry) => isKept.has(entry)),
    );
  }

  /** With what an earlier claim named. */
  after(earlier: Addresses): Addresses {
    const entries = new Map(earlier.#entries);
    for (const [name, entry] of this.#entries) {
      const firstSeen = Math.min(entry.firstSeen, entries.get(name)?.firstSeen ?? entry.firstSeen);
      entries.set(name, { ...entry, firstSeen });
    }
    const kept = newest([...entries.values()]);
    const currentNames = new Set(this.#current.map(({ kind, value }) => nameOf(kind, value)));
    return new Addresses(
      new Map(kept.map((entry) => [nameOf(entry.kind, entry.value), entry])),
      kept.filter(({ kind, value }) => currentNames.has(nameOf(kind, value))),
    );
  }

  /** The claim was repeated: what it names is still there. */
  touch(now: number): void {
    for (const entry of this.#current) entry.lastSeen = now;
  }

  /** What the claim names at present. */
  get current(): readonly AddressEntry[] {
    return this.#current;
  }

  list(): AddressEntry[] {
    return [...this.#entries.values()];
  }
}

/** Of each kind the newest, newest first. */
export function newest<Entry extends AddressEntry>(entries: readonly Entry[]): Entry[] {
  const sorted = entries.toSorted((one, other) => other.lastSeen - one.lastSeen || other.firstSeen - one.firstSeen);
  return (["ip", "hostname"] as const).flatMap((kind) =>
    sorted.filter((entry) => entry.kind === kind).slice(0, mostAddresses),
  );
}

function namesIn(hints: DeviceHints | undefined): [AddressEntry["kind"], string][] {
  const addresses = [...new Set(hints?.addresses?.filter(isRoutable))];
  return [
    ...(hints?.hostname ? [["hostname", hints.hostname] as ["hostname", string]] : []),
    ...addresses.map((value): ["ip", string] => ["ip", value]),
  ];
}

function nameOf(kind: AddressEntry["kind"], value: string): string {
  return `${kind} ${value}`;
}
