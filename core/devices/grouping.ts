import { rankOf, type StoredClaim } from "./claims.ts";
import { type Home, Homes } from "./homes.ts";
import { keysOf } from "./keys.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { type Pin, Pins } from "./pins.ts";
import { type Conflict, resolve } from "./resolve.ts";

/** A device: the claims that speak of it. */
export interface DeviceGroup {
  /** The home by which it goes at present. */
  readonly home: Home;
  /** The keys of its claims, sorted. */
  readonly claims: readonly string[];
}

/** Which claims there are and which of them speak of one device. A change is felt only by the claims that it can touch. */
export class Grouping {
  readonly homes = new Homes();
  readonly pins = new Pins();
  readonly #claims = new Map<string, StoredClaim>();
  readonly #neighbourhood = new Neighbourhood();
  readonly #groups = new Map<string, DeviceGroup>();
  readonly #conflicts = new Map<string, readonly Conflict[]>();

  /** Takes over everything that was stored. Every claim has a home. */
  restore(claims: readonly StoredClaim[], pins: readonly Pin[]): void {
    for (const claim of claims) this.#place(claim);
    for (const pin of pins) this.#pin(pin);
    this.#regroup(new Set(claims.map(({ key }) => key)));
  }

  claim(key: string): StoredClaim | undefined {
    return this.#claims.get(key);
  }

  /** The claim of the agent from before GUIDs that calls its machine so. */
  claimOfAgentId(id: string): StoredClaim | undefined {
    return [...this.#claims.values()].find(({ claim }) => claim.keys.agentId === id);
  }

  /** The device that the claim speaks of. */
  groupOf(key: string): DeviceGroup | undefined {
    return this.#groups.get(key);
  }

  /** The device of that id, or of which it is an alias; none when its claim is gone. */
  groupAt(id: number): DeviceGroup | undefined {
    return this.#groups.get(this.homes.claimOf(id) ?? "");
  }

  /** The claim and every other that shares a key with it, whether or not that identifies, directly or through others. */
  connectedTo(key: string): Set<string> {
    return this.#neighbourhood.around(key);
  }

  /** Every device once. */
  groups(): Iterable<DeviceGroup> {
    return new Set(this.#groups.values());
  }

  claimsOf(group: DeviceGroup): StoredClaim[] {
    return group.claims.flatMap((key) => this.#claims.get(key) ?? []);
  }

  /** What the resolver did not follow, of what these claims say. */
  conflictsOf(group: DeviceGroup): readonly Conflict[] {
    return [...new Set(group.claims.flatMap((key) => this.#conflicts.get(key) ?? []))];
  }

  /** Puts a claim in the place of the one before that had the same keys: no other claim feels it. */
  replace(claim: StoredClaim): void {
    this.#claims.set(claim.key, claim);
  }

  /** Adds a claim, or changes its keys. Answers with the ids of every home that may feel it. */
  put(claim: StoredClaim): Set<number> {
    return this.#change(claim.key, () => this.#place(claim));
  }

  remove(key: string): Set<number> {
    return this.#change(key, () => {
      this.#claims.delete(key);
      this.#neighbourhood.remove(key);
    });
  }

  /** Sets a pin; answers also with the one that it replaces. */
  pin(pin: Pin): { readonly before: Pin | undefined; readonly affected: Set<number> } {
    let before: Pin | undefined;
    const affected = this.#change(pin.one, () => {
      before = this.#pin(pin);
    });
    return { before, affected };
  }

  /** Goes back to the pin from before `pin`. */
  unpin(pin: Pin, before: Pin | undefined): Set<number> {
    return this.#change(pin.one, () => this.pins.restore(pin, before));
  }

  #place(claim: StoredClaim): void {
    this.#claims.set(claim.key, claim);
    this.#neighbourhood.place(claim.key, keysOf(claim.claim.keys));
  }

  #pin(pin: Pin): Pin | undefined {
    this.#neighbourhood.connect(pin.one, pin.other);
    return this.pins.set(pin);
  }

  #change(key: string, change: () => void): Set<number> {
    const touched = this.#neighbourhood.around(key);
    change();
    for (const other of this.#neighbourhood.around(key)) touched.add(other);
    return this.#regroup(touched);
  }

  #regroup(touched: ReadonlySet<string>): Set<number> {
    const claims = [...touched].flatMap((key) => {
      const stored = this.#claims.get(key);
      return stored ? [{ key, keys: stored.claim.keys }] : [];
    });
    const { groups, conflicts } = resolve(claims, this.pins.about(touched));
    const affected = new Set<number>();
    for (const key of touched) {
      this.#groups.delete(key);
      this.#conflicts.delete(key);
      const home = this.homes.of(key);
      if (home) affected.add(home.id);
    }
    for (const keys of groups) {
      const group = { home: this.#homeOf(keys), claims: keys };
      for (const key of keys) this.#groups.set(key, group);
    }
    for (const conflict of conflicts) {
      for (const key of conflict.claims) this.#conflicts.set(key, [...(this.#conflicts.get(key) ?? []), conflict]);
    }
    return affected;
  }

  /** The home of the agent's claim, else the oldest one. */
  #homeOf(keys: readonly string[]): Home {
    const candidates = keys.flatMap((key) => {
      const [claim, home] = [this.#claims.get(key), this.homes.of(key)];
      return claim && home ? [{ home, rank: rankOf(claim) }] : [];
    });
    const [first] = candidates.sort((one, other) => one.rank - other.rank || one.home.id - other.home.id);
    if (!first) throw new RangeError(`No claim of ${keys.join(", ")} has a home`);
    return first.home;
  }
}
