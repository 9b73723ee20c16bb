import type { EntityValue } from "./entity.ts";
import type { Json } from "./json.ts";

/** A small store of the integration's own, kept by the hub. For what must survive a restart, not for history. */
export interface Storage {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys, sorted. */
  keys(): Promise<readonly string[]>;
}

/**
 * A request to another host. The manifest must permit it: `net:api.tailscale.com`, `net:*.example.net`, or `net:{config.url}` for the host
 * of an address in the integration's own configuration. Only a reading request follows a redirect to another host.
 */
export interface FetchRequest {
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: Json;
  /** Default: 15. */
  readonly timeoutSeconds?: number;
}

/** What the other host answered, whatever its status. */
export interface FetchAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 10 MiB; a longer one is an `UPSTREAM_ERROR`. */
  readonly body: string;
  /** How long it asks to be left alone, by its header `Retry-After`; `null` when it does not say. */
  readonly retryAfterSeconds: number | null;
}

/** Reads the recorder. */
export interface HistoryReader {
  /**
   * One list of points for each entity that has a history, cut into so many buckets. `from` and `to` in Unix milliseconds. Gaps are
   * null.
   */
  read(query: HistoryRequest): Promise<readonly EntityHistory[]>;
  /**
   * The readings of numeric entities as they were recorded, oldest first, as long as they are kept; those that have none are left out. At
   * most two million: then `isComplete` is false, and the last entities lack some.
   */
  readings(query: ReadingsRequest): Promise<EntityReadings>;
  /** What became of entities that are recorded as changes; at most 10,000 of each. */
  changes(query: ReadingsRequest): Promise<readonly EntityChanges[]>;
}

/** At most 1000 entities; `from` to before `to` in Unix milliseconds. */
export interface ReadingsRequest {
  readonly entityIds: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Readings of several entities. */
export interface EntityReadings {
  readonly entities: readonly RecordedReadings[];
  readonly isComplete: boolean;
}

/** Readings of one entity, in columns. */
export interface RecordedReadings {
  readonly entityId: string;
  /** Unix milliseconds. */
  readonly at: Float64Array;
  readonly values: Float64Array;
}

/** The changes of one entity, oldest first. The first one says what was there when the range began, where that is known. */
export interface EntityChanges {
  readonly entityId: string;
  readonly changes: readonly EntityChange[];
  /** False when there are more, later ones. */
  readonly isComplete: boolean;
}

/** A value that an entity had from a moment (Unix milliseconds) on. */
export interface EntityChange {
  readonly at: number;
  readonly value: EntityValue;
  /** False from when its source was lost. */
  readonly available: boolean;
}

export interface HistoryRequest {
  readonly entityIds: readonly string[];
  readonly from: number;
  readonly to: number;
  /** 1..2000. */
  readonly points: number;
}

export interface EntityHistory {
  readonly entityId: string;
  readonly points: readonly HistoryBucket[];
}

/** A bucket's start in Unix milliseconds, then mean, smallest and largest reading. */
export type HistoryBucket = readonly [at: number, mean: number | null, min: number | null, max: number | null];
