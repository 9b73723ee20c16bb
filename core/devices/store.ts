import { messageOf } from "../errors.ts";
import type { DeviceClaim, DeviceHints, DeviceKeys, Logger, MachineClaim } from "../sdk/index.ts";
import type { Database, Transaction } from "../storage/database.ts";
import {
  type AddressRow,
  type ClaimRow,
  type DeviceRow,
  type PinRow,
  readAll,
  type Tables,
} from "../storage/models/tables.ts";
import { Addresses } from "./addresses.ts";
import { claimKey, type StoredClaim, splitClaimKey } from "./claims.ts";
import type { Home } from "./homes.ts";
import { createPin, type Pin } from "./pins.ts";
import type { Succession } from "./succession.ts";

const touchAddresses = `UPDATE address SET last_seen = json_extract(heard.value, '$[4]') FROM json_each($batch) AS heard
  WHERE address.source = json_extract(heard.value, '$[0]') AND address.ref = json_extract(heard.value, '$[1]')
  AND address.kind = json_extract(heard.value, '$[2]') AND address.value = json_extract(heard.value, '$[3]')`;

/** Most addresses of one statement: a heartbeat that waits for the disk does not wait for long. */
const partSize = 500;

/** Everything about devices that was stored. */
export interface StoredDevices {
  readonly homes: readonly { readonly home: Home; readonly claim: string | null }[];
  readonly claims: readonly StoredClaim[];
  readonly pins: readonly Pin[];
}

/** Devices, claims, pins and addresses on disk. A row that cannot be read is logged and left out. */
export class DeviceStore {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #log: Logger;

  constructor(database: Database, tables: Tables, log: Logger) {
    this.#database = database;
    this.#tables = tables;
    this.#log = log;
  }

  async load(): Promise<StoredDevices> {
    const homes = (await readAll<DeviceRow>(this.#tables.device)) as Required<DeviceRow>[];
    const addresses = Map.groupBy(await readAll<AddressRow>(this.#tables.address), ({ source, ref }) =>
      claimKey(source, ref),
    );
    const claims = (await readAll<ClaimRow>(this.#tables.claim)).flatMap((row) =>
      this.#read("claim", row, () => claimFromRow(row, addresses.get(claimKey(row.source, row.ref)) ?? [])),
    );
    const pins = (await readAll<PinRow>(this.#tables.pin)).flatMap((row) =>
      this.#read("pin", row, () => pinFromRow(row)),
    );
    return { homes: homes.map(homeFromRow), claims, pins };
  }

  /** Lets these claims out of their homes, so that they can change them. */
  async vacate(claims: readonly StoredClaim[], transaction: Transaction): Promise<void> {
    for (const { source, claim } of claims) {
      const where = { source, ref: claim.ref };
      await this.#tables.device.update({ source: null, ref: null }, { where, transaction });
    }
  }

  /** Writes a claim, its home and its addresses. */
  async writeClaim(stored: StoredClaim, home: Home, transaction: Transaction): Promise<void> {
    const { source, claim, firstSeen, changedAt } = stored;
    const { ref, keys, facts, hints = {}, machine } = claim;
    await this.#tables.device.upsert({ ...home, source, ref }, { transaction });
    const row = { source, ref, deviceId: home.id, firstSeen, changedAt };
    const texts = { keys: JSON.stringify(keys), facts: JSON.stringify(facts), hints: JSON.stringify(hints) };
    const machineText = machine ? JSON.stringify(machine) : null;
    const since = JSON.stringify(stored.since);
    await this.#tables.claim.upsert({ ...row, ...texts, since, machine: machineText }, { transaction });
    await this.#tables.address.destroy({ where: { source, ref }, transaction });
    const addresses = stored.addresses.list().map((entry) => ({ ...entry, source, ref }));
    await this.#tables.address.bulkCreate(addresses, { transaction });
  }

  async deleteClaim({ source, claim }: StoredClaim): Promise<void> {
    await this.#database.write((transaction) =>
      this.#tables.claim.destroy({ where: { source, ref: claim.ref }, transaction }),
    );
  }

  async deleteHome({ id }: Home): Promise<void> {
    await this.#database.write((transaction) => this.#tables.device.destroy({ where: { id }, transaction }));
  }

  /** Writes that an agent took over the device of another one. */
  async writeSuccession({ heir, predecessor, home, left, pins }: Succession, transaction: Transaction): Promise<void> {
    await this.vacate([heir, predecessor], transaction);
    await this.writeClaim(heir, home, transaction);
    const { source, claim } = predecessor;
    await this.#tables.claim.destroy({ where: { source, ref: claim.ref }, transaction });
    await this.#tables.device.destroy({ where: { id: left.id }, transaction });
    for (const pin of pins) await this.writePin(pin, transaction);
  }

  async writePin(pin: Pin, transaction: Transaction): Promise<void> {
    const { kind, by, at } = pin;
    await this.#tables.pin.upsert({ ...pairOf(pin), kind, pinnedBy: by, pinnedAt: at }, { transaction });
  }

  async deletePin(pin: Pin): Promise<void> {
    const where = pairOf(pin);
    await this.#database.write((transaction) => this.#tables.pin.destroy({ where, transaction }));
  }

  /** Writes when the current addresses of these claims were last seen. */
  async touch(claims: readonly StoredClaim[]): Promise<void> {
    const batch = claims.flatMap(({ source, claim, addresses }) =>
      addresses.current.map(({ kind, value, lastSeen }) => [source, claim.ref, kind, value, lastSeen]),
    );
    for (let from = 0; from < batch.length; from += partSize) {
      const part = batch.slice(from, from + partSize);
      await this.#database.run(touchAddresses, { batch: JSON.stringify(part) });
    }
  }

  #read<Value>(what: string, row: object, read: () => Value): Value[] {
    try {
      return [read()];
    } catch (error) {
      this.#log.warn(`A stored ${what} cannot be read and is left out: ${messageOf(error)}`, { row });
      return [];
    }
  }
}

function homeFromRow({ id, slug, createdAt, source, ref }: Required<DeviceRow>) {
  return { home: { id, slug, createdAt }, claim: source === null || ref === null ? null : claimKey(source, ref) };
}

function claimFromRow(row: ClaimRow, addressRows: readonly AddressRow[]): StoredClaim {
  const { source, ref, firstSeen, changedAt } = row;
  const hints = objectIn<DeviceHints>(row.hints, "hints");
  const claim: DeviceClaim = {
    ref,
    keys: objectIn<DeviceKeys>(row.keys, "keys"),
    facts: objectIn<DeviceClaim["facts"]>(row.facts, "facts"),
    ...(Object.keys(hints).length > 0 ? { hints } : {}),
    ...(row.machine === null ? {} : { machine: objectIn<MachineClaim>(row.machine, "machine") }),
  };
  const entries = addressRows.map(({ kind, value, network, firstSeen, lastSeen }) => {
    return { kind, value, network, firstSeen, lastSeen };
  });
  const seenAt = entries.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen), changedAt);
  return {
    key: claimKey(source, ref),
    source,
    claim,
    firstSeen,
    changedAt,
    since: objectIn<StoredClaim["since"]>(row.since, "since"),
    addresses: Addresses.of(entries, claim.hints),
    seenAt,
    isSaved: true,
  };
}

/** A pin's two claims as its row names them. */
function pairOf({ one, other }: Pin) {
  const [first, second] = [splitClaimKey(one), splitClaimKey(other)];
  return { oneSource: first.source, oneRef: first.ref, otherSource: second.source, otherRef: second.ref };
}

function pinFromRow({ oneSource, oneRef, otherSource, otherRef, kind, pinnedBy: by, pinnedAt: at }: PinRow): Pin {
  if (kind !== "together" && kind !== "apart") throw new TypeError(`${kind} is no kind of pin`);
  return createPin([claimKey(oneSource, oneRef), claimKey(otherSource, otherRef)], { kind, by, at });
}

/** An object that the hub wrote itself; that it is one at all is what a damaged row gets wrong. */
function objectIn<Kind extends object>(text: string, column: string): Kind {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Kind;
  throw new TypeError(`${column} is no object`);
}
