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
