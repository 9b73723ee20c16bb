import type { Undo } from "../../core/sdk/index.ts";
import type { DashboardEntity, EntitySource } from "./entity-source.ts";
import {
  type HistoryPoint,
  type HistoryQuery,
  type HistorySource,
  isLiveRange,
  rangeMilliseconds,
} from "./history-source.ts";
import { LiveSeries } from "./live-series.ts";

/** What a recent history is made of. */
export interface RecentHistoryOptions {
  readonly history: HistorySource;
  readonly entities: EntitySource;
  readonly query: HistoryQuery;
  readonly now: () => number;
  /** Called when the past was read, or could not be. */
  readonly onLoaded: () => void;
  /** Called on every new reading. */
  readonly onReading?: () => void;
}

/**
 * The recent past of some entities: read from the hub once, and of a short range continued by the live stream. After a gap it is
 * read again, so nothing is drawn that was not measured.
 */
export class RecentHistory {
  readonly #options: RecentHistoryOptions;
  #series = new Map<string, LiveSeries>();
  #bucketMilliseconds: number;
  #loadedAt = 0;
  #undo: Undo[] = [];
  #loading = new AbortController();
  /** Whether the past was read. */
  loaded = false;
  /** Why it could not be read, until it is. */
  error: unknown;

  constructor(options: RecentHistoryOptions) {
    this.#options = options;
    this.#bucketMilliseconds = rangeMilliseconds[options.query.range] / options.query.points;
  }

  /** Reads the past and follows the present. */
  start(): void {
    const { entities, history, query } = this.#options;
    if (isLiveRange(query.range)) this.#undo.push(entities.watch(query.entities, () => this.#follow()));
    this.#undo.push(history.onGap(() => void this.load()));
    void this.load();
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#loading.abort();
  }

  /** Reads the past again. */
  async load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#loadedAt = this.#options.now();
    try {
      const { bucketMilliseconds, pointsByEntity } = await this.#options.history.load(this.#options.query, signal);
      if (signal.aborted) return;
      this.#bucketMilliseconds = bucketMilliseconds;
      this.#series = new Map();
      for (const [id, points] of pointsByEntity) this.#series.set(id, new LiveSeries(bucketMilliseconds, points));
      this.loaded = true;
      this.error = undefined;
      if (isLiveRange(this.#options.query.range)) this.#append();
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
    }
    this.#options.onLoaded();
  }

  /** Whether a whole bucket has passed since the past was read, of a range that the live stream does not continue. */
  get isBehind(): boolean {
    const { query, now } = this.#options;
    return this.loaded && !isLiveRange(query.range) && now() - this.#loadedAt > this.#bucketMilliseconds;
  }

  /** The entity's points from the beginning of the time shown until now, oldest first. */
  points(entityId: string): readonly HistoryPoint[] {
    const now = this.#options.now();
    const from = now - rangeMilliseconds[this.#options.query.range];
    return this.#series.get(entityId)?.between(from, now) ?? [];
  }

  #follow(): void {
    this.#append();
    this.#options.onReading?.();
  }

  #append(): void {
    for (const pattern of this.#options.query.entities) {
      for (const entity of this.#options.entities.match(pattern)) this.#seriesOf(entity.id).add(readingOf(entity));
    }
  }

  #seriesOf(id: string): LiveSeries {
    const known = this.#series.get(id);
    if (known) return known;
    const series = new LiveSeries(this.#bucketMilliseconds, []);
    this.#series.set(id, series);
    return series;
  }
}

function readingOf(entity: DashboardEntity): HistoryPoint {
  const isKnown = entity.available && typeof entity.value === "number";
  return { time: entity.changedAt, value: isKnown ? Number(entity.value) : null };
}
