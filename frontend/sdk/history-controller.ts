import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import { clockContext, entitiesContext, historyContext } from "./contexts.ts";
import type { EntitySource } from "./entity-source.ts";
import type { HistoryPoint, HistoryQuery, HistorySource } from "./history-source.ts";
import type { HubClock } from "./hub-clock.ts";
import { RecentHistory } from "./recent-history.ts";

/** When a host is re-rendered: on every new reading, or only when the past was read (anew). */
export type HistoryPace = "readings" | "loads";

/** Gives a card the recent past of some entities, live. */
export class HistoryController implements ReactiveController {
  readonly #host: LitElement;
  readonly #pace: HistoryPace;
  readonly #sources: { history?: HistorySource; entities?: EntitySource; clock?: HubClock } = {};
  #query: HistoryQuery | undefined;
  #recent: RecentHistory | undefined;
  #version = 0;

  constructor(host: LitElement, pace: HistoryPace = "readings") {
    this.#host = host;
    this.#pace = pace;
    host.addController(this);
    new ContextConsumer(host, { context: historyContext, callback: (history) => this.#use({ history }) });
    new ContextConsumer(host, { context: entitiesContext, callback: (entities) => this.#use({ entities }) });
    new ContextConsumer(host, { context: clockContext, callback: (clock) => this.#use({ clock }) });
  }

  /** Says what to show. Replaces what was shown before. */
  watch(query: HistoryQuery): void {
    if (JSON.stringify(query) === JSON.stringify(this.#query)) return;
    this.#query = query;
    this.#restart();
  }

  /** The entity's points, oldest first; empty until the past was read. */
  points(entityId: string): readonly HistoryPoint[] {
    return this.#recent?.points(entityId) ?? [];
  }

  /** Whether the past was read. */
  get loaded(): boolean {
    return this.#recent?.loaded ?? false;
  }

  /** Another number each time that the past was read. */
  get version(): number {
    return this.#version;
  }

  /** Why the past could not be read, until it is. */
  get error(): unknown {
    return this.#recent?.error;
  }

  /** Reads a long range again once it lacks a bucket: each time that the host is drawn is often enough to look. */
  hostUpdate(): void {
    if (this.#recent?.isBehind) void this.#recent.load();
  }

  hostConnected(): void {
    this.#restart();
  }

  hostDisconnected(): void {
    this.#recent?.stop();
    this.#recent = undefined;
  }

  #use(source: { history?: HistorySource; entities?: EntitySource; clock?: HubClock }): void {
    Object.assign(this.#sources, source);
    this.#restart();
  }

  #restart(): void {
    const { history, entities, clock } = this.#sources;
    this.#recent?.stop();
    this.#recent = undefined;
    if (!history || !entities || !clock || !this.#query || !this.#host.isConnected) return;
    const update = () => this.#host.requestUpdate();
    const onLoaded = () => {
      this.#version += 1;
      update();
    };
    this.#recent = new RecentHistory({
      history,
      entities,
      query: this.#query,
      now: () => clock.now(),
      onLoaded,
      ...(this.#pace === "readings" ? { onReading: update } : {}),
    });
    this.#recent.start();
  }
}
