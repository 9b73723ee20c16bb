/** The value of an entity. `null` is unknown, which is never the same as 0 or "". */
export type EntityValue = number | string | boolean | null;

/** How an entity is remembered: numeric readings, ever-growing counters, a log of changes, or not at all. */
export type RecordKind = "samples" | "counter" | "changes" | "none";

/** Facts beside a value that explain it, such as the device and file system of a mount. */
export type EntityAttributes = { readonly [name: string]: string | number | boolean | null };

/** What an entity is called and how it is shown and recorded. */
export interface EntityDescription {
  /** snake_case, unique within the device: `cpu_percent`. */
  readonly key: string;
  /** For people: `CPU`. */
  readonly name: string;
  /** UCUM-like symbol as shown: `%`, `B`, `B/s`, `s`. Absent when the value has none. */
  readonly unit?: string;
  /** Default: `none`. */
  readonly record?: RecordKind;
}

/** One row of an integration's entity table: how to read one value from a source. */
export interface SingleEntity<Source> extends EntityDescription {
  readonly instances?: undefined;
  /** `undefined` leaves the last value as it is; `null` says that the value is unknown now. */
  readonly value: (source: Source) => EntityValue | undefined;
  readonly attributes?: (source: Source) => EntityAttributes;
}

/**
 * One row that makes several entities, one per instance (a mount, a network interface). An instance that the source no
 * longer lists becomes unavailable; when the source does not list at all (`undefined`), nothing changes.
 */
export interface InstancedEntity<Source, Item> extends EntityDescription {
  readonly instances: (source: Source) => readonly Item[] | undefined;
  /** The instance's own name, any text: `/mnt/pool`, `eth0`. */
  readonly instance: (item: Item) => string;
  readonly value: (item: Item) => EntityValue | undefined;
  readonly attributes?: (item: Item) => EntityAttributes;
}

/** A row of an entity table. */
export type EntityDefinition<Source> = SingleEntity<Source> | InstancedEntity<Source, unknown>;

/** The live entities that an integration made of one table for one device. */
export interface EntitySet<Source> {
  /** Maps the source through the table and sets every state. `measuredAt` (Unix ms) stamps the samples; default now. */
  update(source: Source, measuredAt?: number): void;
  /** Adds late readings to the history only: current values stay as they are. */
  backfill(source: Source, measuredAt: number): void;
  /** Marks every entity of the set as unavailable and keeps the last values. */
  unavailable(): void;
}

/** The current value of an entity. Times are Unix milliseconds. */
export interface EntityState {
  /** `<device>.<key>` or `<device>.<key>.<instance>`, the instance escaped. */
  readonly id: string;
  readonly value: EntityValue;
  /** `false` when its source is lost; `value` is then the last one known. */
  readonly available: boolean;
  /** When value, availability or attributes last became different. */
  readonly changedAt: number;
  /** When the source last confirmed it. */
  readonly updatedAt: number;
  readonly attributes: EntityAttributes;
  /** The chain of causes in which it last became different, as the events and audited calls of that chain name it. */
  readonly causeId: string | null;
}

/** An entity as the registry knows it. */
export interface Entity extends EntityDescription {
  readonly id: string;
  /** The device's entity prefix, for a machine its id. */
  readonly device: string;
  /** Unescaped, for entities that come in several. */
  readonly instance?: string;
  /** The domain of the integration that made it. */
  readonly integration: string;
  readonly record: RecordKind;
  /** `name` is what the user calls it; this is what the integration does. */
  readonly originalName: string;
  /** The user does not want it on dashboards. */
  readonly isHidden: boolean;
  /** Names its history for ever, whatever the entity is renamed to. */
  readonly seriesId: number;
  /** Names those of its device whose history is stored together with its own. */
  readonly groupId: number;
  /** How many days its readings are kept; `null`: as config.yaml says. */
  readonly keepDays: number | null;
}

/** Reads current values, and what entities there are. */
export interface StateReader {
  get(entityId: string): EntityState | undefined;
  /** What is known of an entity beside its value. */
  entity(entityId: string): Entity | undefined;
  /** Every entity of a device, by the prefix of its ids. */
  entitiesOf(device: string): readonly Entity[];
}
