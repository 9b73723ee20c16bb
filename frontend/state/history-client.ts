import type { Undo } from "../../core/sdk/index.ts";
import type { History, HistoryPoint, HistoryQuery, HistorySource } from "../sdk/index.ts";
import type { ApiClient } from "./api-client.ts";
import type { Observable } from "./observable.ts";

type WirePoint = readonly [time: number, mean: number | null, lowest: number | null, highest: number | null];

/** Recorded values as the hub sends them. */
export interface WireHistory {
  readonly bucket_seconds: number;
  readonly series: readonly {
    readonly entity_id: string;
    readonly points: readonly WirePoint[];
  }[];
}

/** Reads recorded values from the hub. */
export class HistoryClient implements HistorySource {
  readonly #api: ApiClient;
  readonly #gaps: Observable<number>;

  constructor(api: ApiClient, gaps: Observable<number>) {
    this.#api = api;
    this.#gaps = gaps;
  }

  async load({ entities, range, points }: HistoryQuery, signal: AbortSignal): Promise<History> {
    const query = new URLSearchParams(entities.map((id) => ["entity_id", id]));
    query.set("range", range);
    query.set("points", String(points));
    return historyOf(await this.#api.get<WireHistory>(`/history?${query}`, signal));
  }

  onGap(listener: () => void): Undo {
    return this.#gaps.subscribe(listener);
  }
}

/** Turns what the hub sent into the history that charts see. */
export function historyOf({ bucket_seconds: seconds, series }: WireHistory): History {
  return {
    bucketMilliseconds: seconds * 1000,
    pointsByEntity: new Map(series.map(({ entity_id: id, points }) => [id, points.map(pointOf)])),
  };
}

function pointOf([time, value, lowest, highest]: WirePoint): HistoryPoint {
  return { time, value, lowest, highest };
}
