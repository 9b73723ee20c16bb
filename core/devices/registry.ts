import { isDeepStrictEqual } from "node:util";
import type { Clock, Device, DeviceClaim, EntityValue, KnownDevice, Logger } from "../sdk/index.ts";
import type { Database, Transaction } from "../storage/database.ts";
import type { Tables } from "../storage/models/tables.ts";
import { claimKey, isSameClaim, nextClaim, type StoredClaim } from "./claims.ts";
import { factsOf } from "./facts.ts";
import { type DeviceGroup, Grouping } from "./grouping.ts";
import type { Home } from "./homes.ts";
import { type ClaimName, checkPinHolds, findPin, planPin } from "./pin-plan.ts";
import type { Pin } from "./pins.ts";
import { type Settlement, settle } from "./settle.ts";
import { DeviceStore } from "./store.ts";
import { type Predecessor, predecessorsOf, succeed } from "./succession.ts";
import { describeDevice, describeIdentity, type Identity } from "./view.ts";

/** What the registry needs of the rest of the house. */
export interface DeviceRegistryParts {
  readonly database: Database;
  readonly tables: Tables;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a claim came to. */
export interface ClaimOutcome {
  readonly device: Device;
  /** False when the same was said before. */
  readonly changed: boolean;
  /** Ids of devices, also of aliases, that may have been put together or taken apart. */
  readonly affected: ReadonlySet<number>;
  /** Writes what is new. Call it inside a transaction when `changed`. */
  store(transaction: Transaction): Promise<void>;
  /** Takes it back, because it could not be stored: what was said before is in force again. */
  revert(): void;
}

/** What came of a succession. */
export interface DeviceSuccession extends Pick<ClaimOutcome, "device" | "affected" | "store" | "revert"> {
  /** What the successor's agent says. */
  readonly claim: DeviceClaim;
}

const nobody: ReadonlySet<number> = new Set();
/** Of a claim that was repeated. */
const nothingNew = { store: async () => {}, revert: () => {} };
/** Of a claim that has a home already. */
const unmoved = { newHome: undefined, pin: undefined, undo: () => {} };

/** Who is it? Every device, and who says what about it. */
export class DeviceRegistry {
  readonly #clock: Clock;
  readonly #database: Database;
  readonly #log: Logger;
  readonly #store: DeviceStore;
  readonly #grouping = new Grouping();
  /** Claims that were repeated since their addresses were last written. */
  #heard = new Set<StoredClaim>();
  readonly #unsavedPins = new Set<Pin>();

  constructor({ database, tables, clock, log }: DeviceRegistryParts) {
    this.#clock = clock;
    this.#database = database;
    this.#log = log;
    this.#store = new DeviceStore(database, tables, log);
  }

  async load(): Promise<void> {
    const { homes, claims, pins } = await this.#store.load();
    for (const { home, claim } of homes) this.#grouping.homes.restore(home, claim);
    const housed = claims.filter(({ key, source, claim }) => {
      const isHoused = this.#grouping.homes.of(key) !== undefined;
      if (!isHoused) this.#log.warn("A stored claim belongs to no device and is left out", { source, ref: claim.ref });
      return isHoused;
    });
    this.#grouping.restore(housed, pins);
  }

  /** Takes a claim in. What it changes is in force at once; `outcome.store` makes it last. */
  claim(source: string, claim: DeviceClaim): ClaimOutcome {
    const key = claimKey(source, claim.ref);
    const before = this.#grouping.claim(key);
    if (before?.isSaved && isSameClaim(before.claim, claim)) return this.#repeated(before);
    const stored = nextClaim(source, claim, before, this.#clock.now());
    if (before && hasSameIdentity(before.claim, claim)) {
      this.#grouping.replace(stored);
      return this.#outcome(stored, before, { ...unmoved, affected: nobody });
    }
    if (this.#grouping.homes.of(key)) {
      return this.#outcome(stored, before, { ...unmoved, affected: this.#grouping.put(stored) });
    }
    const settlement = settle(this.#grouping, stored, this.#clock.now());
    if (settlement.pin) this.#unsavedPins.add(settlement.pin);
    return this.#outcome(stored, before, settlement);
  }

  /** Removes what a source said. Its device is then what it would be without it. Resolves with the devices that it touches. */
  async unclaim(source: string, ref: string): Promise<ReadonlySet<number>> {
    const key = claimKey(source, ref);
    const stored = this.#grouping.claim(key);
    if (!stored) return nobody;
    const affected = this.#grouping.remove(key);
    try {
      await this.#store.deleteClaim(stored);
    } catch (error) {
      if (!this.#grouping.claim(key)) this.#grouping.put(stored);
      throw error;
    }
    return affected;
  }

  /** Removes what a source said together with the device that was made for it: its name is free again. */
  async forget(source: string, ref: string): Promise<ReadonlySet<number>> {
    const affected = await this.unclaim(source, ref);
    const home = this.#grouping.homes.of(claimKey(source, ref));
    if (!home) return affected;
    await this.#store.deleteHome(home);
    this.#grouping.homes.remove(claimKey(source, ref));
    return affected;
  }

  /**
   * Pins a claim, or the main claim of another device, to this device or apart from it. Resolves with the devices that it touches once
   * it is on disk. Throws `NOT_FOUND`, or `CONFLICT` when it cannot hold.
   */
  async pin(
    deviceId: number,
    target: ClaimName | number,
    word: Pick<Pin, "kind" | "by">,
  ): Promise<ReadonlySet<number>> {
    const pin = planPin(this.#grouping, deviceId, target, { ...word, at: this.#clock.now() });
    const { before, affected } = this.#grouping.pin(pin);
    try {
      checkPinHolds(this.#grouping, pin);
      await this.#database.write((transaction) => this.#store.writePin(pin, transaction));
    } catch (error) {
      this.#grouping.unpin(pin, before);
      throw error;
    }
    return affected;
  }

  /** Takes back a pin on two claims. Resolves with the devices that it touches. Throws `NOT_FOUND` when there is none. */
  async unpin(deviceId: number, claims: readonly [ClaimName, ClaimName]): Promise<ReadonlySet<number>> {
    const pin = findPin(this.#grouping, deviceId, claims);
    const affected = this.#grouping.unpin(pin, undefined);
    try {
      await this.#store.deletePin(pin);
    } catch (error) {
      this.#grouping.pin(pin);
      throw error;
    }
    return affected;
  }

  /** Devices that may be this one from before it was installed anew. */
  predecessorsOf(deviceId: number): readonly Predecessor[] {
    return predecessorsOf(this.#grouping, deviceId);
  }

  /**
   * Lets the agent of one device go on as another one, whose id, name and history it gets. It is in force at once; `store` makes it
   * last. Throws `CONFLICT` when one of them has no agent.
   */
  succeed(successorId: number, predecessorId: number): DeviceSuccession {
    const succession = succeed(this.#grouping, successorId, predecessorId);
    const { heir, home, affected, undo } = succession;
    return {
      device: { id: home.id, slug: home.slug, created: false },
      claim: heir.claim,
      affected,
      store: async (transaction) => {
        await this.#store.writeSuccession(succession, transaction);
        transaction.afterCommit(() => {
          heir.isSaved = true;
        });
      },
      revert: undo,
    };
  }

  /** Writes when addresses were last seen. Called now and then, and on stop. */
  async save(): Promise<void> {
    const heard = this.#heard;
    this.#heard = new Set();
    try {
      await this.#store.touch([...heard].filter((claim) => this.#grouping.claim(claim.key) === claim));
    } catch (error) {
      for (const claim of heard) this.#heard.add(claim);
      throw error;
    }
  }

  /** The facts of a device, by its id or an alias. */
  facts(deviceId: number): Readonly<Record<string, EntityValue>> {
    const group = this.#grouping.groupAt(deviceId);
    const facts = group ? factsOf(this.#grouping.claimsOf(group)) : [];
    return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
  }

  /** Whether the device of that id is now known as another one. */
  isAlias(deviceId: number): boolean {
    const group = this.#grouping.groupAt(deviceId);
    return group !== undefined && group.home.id !== deviceId;
  }

  get(id: number): KnownDevice | undefined {
    return this.#describe(this.#grouping.groupAt(id));
  }

  withSlug(slug: string): KnownDevice | undefined {
    const home = this.#grouping.homes.withSlug(slug);
    return home && this.get(home.id);
  }

  list(): KnownDevice[] {
    return [...this.#grouping.groups()].flatMap((group) => this.#describe(group) ?? []);
  }

  /** Who says what about a device. */
  identity(id: number): Identity | undefined {
    const group = this.#grouping.groupAt(id);
    return group && describeIdentity(this.#grouping, group);
  }

  ownClaim(source: string, ref: string): DeviceClaim | undefined {
    return this.#grouping.claim(claimKey(source, ref))?.claim;
  }

  #describe(group: DeviceGroup | undefined): KnownDevice | undefined {
    return group && describeDevice(this.#grouping, group);
  }

  #repeated(stored: StoredClaim): ClaimOutcome {
    const now = this.#clock.now();
    stored.seenAt = now;
    stored.addresses.touch(now);
    this.#heard.add(stored);
    const device = this.#deviceOf(stored, undefined);
    return { device, changed: false, affected: nobody, ...nothingNew };
  }

  #outcome(
    stored: StoredClaim,
    before: StoredClaim | undefined,
    { newHome, pin, affected, undo }: Settlement,
  ): ClaimOutcome {
    return {
      device: this.#deviceOf(stored, newHome),
      changed: true,
      affected,
      store: (transaction) => this.#write(stored, transaction),
      revert: () => {
        if (this.#grouping.claim(stored.key) !== stored) return;
        if (before) this.#grouping.put(before);
        else this.#grouping.remove(stored.key);
        if (pin) this.#unsavedPins.delete(pin);
        undo();
      },
    };
  }

  async #write(stored: StoredClaim, transaction: Transaction): Promise<void> {
    const pins = [...this.#unsavedPins].filter(({ one, other }) => one === stored.key || other === stored.key);
    const partners = pins.flatMap(({ one, other }) => this.#grouping.claim(one === stored.key ? other : one) ?? []);
    if (partners.length > 0) await this.#store.vacate([stored, ...partners], transaction);
    for (const claim of [stored, ...partners]) {
      const home = this.#grouping.homes.of(claim.key);
      if (home) await this.#store.writeClaim(claim, home, transaction);
    }
    for (const pin of pins) await this.#store.writePin(pin, transaction);
    transaction.afterCommit(() => {
      stored.isSaved = true;
      for (const pin of pins) this.#unsavedPins.delete(pin);
    });
  }

  #deviceOf({ key }: StoredClaim, newHome: Home | undefined): Device {
    const group = this.#grouping.groupOf(key);
    if (!group) throw new RangeError(`No device has the claim ${key}`);
    return { id: group.home.id, slug: group.home.slug, created: group.home === newHome };
  }
}

/** Whether two claims of one ref group alike. */
function hasSameIdentity(one: DeviceClaim, other: DeviceClaim): boolean {
  return (one.machine === undefined) === (other.machine === undefined) && isDeepStrictEqual(one.keys, other.keys);
}
