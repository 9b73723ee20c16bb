import { isDeepStrictEqual } from "node:util";
import type { Clock, Device, DeviceClaim, EntityValue } from "../sdk/index.ts";
import type { Transaction } from "../storage/database.ts";
import { type ClaimRow, type DeviceRow, readAll, type Tables } from "../storage/models/tables.ts";
import { freeSlug, resolveDevice } from "./resolve.ts";

/** A claim as it is kept, with the device that it was found to speak of. */
interface StoredClaim {
  readonly source: string;
  readonly claim: DeviceClaim;
  readonly firstSeen: number;
  readonly changedAt: number;
}

class KnownDevice {
  readonly id: number;
  readonly slug: string;
  readonly createdAt: number;
  readonly agentGuids = new Set<string>();
  /** By source and ref. */
  readonly claims = new Map<string, StoredClaim>();

  constructor(id: number, slug: string, createdAt: number) {
    this.id = id;
    this.slug = slug;
    this.createdAt = createdAt;
  }

  /** Keeps the claim under its key, or without one drops what was kept there. */
  put(key: string, stored: StoredClaim | undefined): void {
    if (stored) this.claims.set(key, stored);
    else this.claims.delete(key);
    this.agentGuids.clear();
    for (const { claim } of this.claims.values()) if (claim.keys.agentGuid) this.agentGuids.add(claim.keys.agentGuid);
  }
}

/** What a claim came to. */
export interface ClaimOutcome {
  readonly device: Device;
  /** False when the same was said before. */
  readonly changed: boolean;
  /** Writes what is new. Call it inside a transaction when `changed`. */
  store(transaction: Transaction): Promise<void>;
  /** Takes it back, because it could not be stored: what was said before is in force again. */
  revert(): void;
}

/** Who is it? Every device, and who says what about it. */
export class DeviceRegistry {
  readonly #tables: Tables;
  readonly #clock: Clock;
  readonly #devices = new Map<number, KnownDevice>();
  readonly #deviceByClaim = new Map<string, KnownDevice>();
  readonly #slugs = new Set<string>();
  #lastId = 0;

  constructor(tables: Tables, clock: Clock) {
    this.#tables = tables;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const row of (await readAll<DeviceRow>(this.#tables.device)) as Required<DeviceRow>[]) {
      this.#add(new KnownDevice(row.id, row.slug, row.createdAt));
    }
    for (const row of await readAll<ClaimRow>(this.#tables.claim)) {
      const device = this.#devices.get(row.deviceId);
      if (device) this.#link(device, fromRow(row));
    }
  }

  /** Takes a claim in. What it changes is in force at once; `outcome.store` makes it last. */
  claim(source: string, claim: DeviceClaim): ClaimOutcome {
    const key = claimKey(source, claim.ref);
    const known = this.#deviceByClaim.get(key);
    const before = known?.claims.get(key);
    if (known && before && isSameClaim(before.claim, claim)) {
      const device = { id: known.id, slug: known.slug, created: false };
      return { device, changed: false, store: async () => {}, revert: () => {} };
    }
    const found = known ?? this.#find(claim);
    const device = found ?? this.#create(claim.machine?.id ?? `device-${this.#lastId + 1}`);
    const now = this.#clock.now();
    const stored: StoredClaim = { source, claim, firstSeen: before?.firstSeen ?? now, changedAt: now };
    this.#link(device, stored);
    return {
      device: { id: device.id, slug: device.slug, created: !found },
      changed: true,
      store: (transaction) => this.#store(device, stored, transaction),
      revert: () => {
        if (device.claims.get(key) === stored) this.#revert(device, key, before);
      },
    };
  }

  /** The facts of a device: what the source that spoke last says wins, others fill the gaps. */
  facts(deviceId: number): Readonly<Record<string, EntityValue>> {
    const claims = [...(this.#devices.get(deviceId)?.claims.values() ?? [])];
    claims.sort((one, other) => one.changedAt - other.changedAt);
    const facts: Record<string, EntityValue> = {};
    for (const { claim } of claims) {
      for (const [name, value] of Object.entries(claim.facts))
        if (value !== null || !(name in facts)) facts[name] = value;
    }
    return facts;
  }

  #find(claim: DeviceClaim): KnownDevice | undefined {
    const found = resolveDevice(claim, this.#devices.values());
    return found && this.#devices.get(found.id);
  }

  #create(wantedSlug: string): KnownDevice {
    const slug = freeSlug(wantedSlug, (taken) => this.#slugs.has(taken));
    return this.#add(new KnownDevice(this.#lastId + 1, slug, this.#clock.now()));
  }

  #add(device: KnownDevice): KnownDevice {
    this.#devices.set(device.id, device);
    this.#slugs.add(device.slug);
    this.#lastId = Math.max(this.#lastId, device.id);
    return device;
  }

  #link(device: KnownDevice, stored: StoredClaim): void {
    const key = claimKey(stored.source, stored.claim.ref);
    device.put(key, stored);
    this.#deviceByClaim.set(key, device);
  }

  #revert(device: KnownDevice, key: string, before: StoredClaim | undefined): void {
    device.put(key, before);
    if (before) return;
    this.#deviceByClaim.delete(key);
    if (device.claims.size > 0) return;
    this.#devices.delete(device.id);
    this.#slugs.delete(device.slug);
  }

  async #store(device: KnownDevice, stored: StoredClaim, transaction: Transaction): Promise<void> {
    const { id, slug, createdAt } = device;
    await this.#tables.device.upsert({ id, slug, createdAt }, { transaction });
    const { keys, facts, ref } = stored.claim;
    const { source, firstSeen, changedAt } = stored;
    const texts = { keys: JSON.stringify(keys), facts: JSON.stringify(facts) };
    await this.#tables.claim.upsert({ source, ref, deviceId: id, ...texts, firstSeen, changedAt }, { transaction });
  }
}

function claimKey(source: string, ref: string): string {
  return `${source}\n${ref}`;
}

function isSameClaim(one: DeviceClaim, other: DeviceClaim): boolean {
  return isDeepStrictEqual(one.keys, other.keys) && isDeepStrictEqual(one.facts, other.facts);
}

function fromRow({ source, ref, keys, facts, firstSeen, changedAt }: ClaimRow): StoredClaim {
  return { source, claim: { ref, keys: JSON.parse(keys), facts: JSON.parse(facts) }, firstSeen, changedAt };
}
