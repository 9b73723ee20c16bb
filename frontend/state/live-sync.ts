import type { Clock, Undo } from "../../core/sdk/index.ts";
import { coveringPatterns } from "./entity-pattern.ts";
import type { EntityStore } from "./entity-store.ts";
import type { EventFeed } from "./event-feed.ts";
import type { HubTime } from "./hub-time.ts";
import { type ConnectionStatus, LiveClient } from "./live-client.ts";
import type { MachineStore } from "./machine-store.ts";
import { Observable } from "./observable.ts";
import { entityOf, type LiveEvent, machineOf } from "./wire.ts";

/** A page mounts its cards one after the other; the stream is opened once for all of them. */
const settleMilliseconds = 40;

/** What the synchronisation is made of. */
export interface LiveSyncOptions {
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly random: () => number;
  readonly entities: EntityStore;
  readonly machines: MachineStore;
  readonly feed: EventFeed;
  readonly hubTime: HubTime;
  readonly onUnauthorized: () => void;
}

/** Keeps the stores equal to the hub, for exactly what the cards on this page watch. */
export class LiveSync {
  readonly connection = new Observable<ConnectionStatus>({ kind: "connecting" });
  /** Counts the times that readings were missed, so that history is to be read again. */
  readonly gaps = new Observable(0);
  readonly #options: LiveSyncOptions;
  readonly #client: LiveClient;
  #isStarted = false;
  #cancelSettling: Undo | undefined;

  constructor(options: LiveSyncOptions) {
    const { fetch, clock, random, feed, onUnauthorized } = options;
    this.#options = options;
    this.#client = new LiveClient({
      fetch,
      clock,
      random,
      onUnauthorized,
      onStatus: (status) => this.#report(status),
      onEvent: (event, patterns) => this.#take(event, patterns),
      onOpened: () => feed.missed(),
    });
  }

  start(): void {
    this.#isStarted = true;
    this.settle();
  }

  stop(): void {
    this.#isStarted = false;
    this.#cancelSettling?.();
    this.#cancelSettling = undefined;
    this.#client.close();
    this.connection.set({ kind: "connecting" });
  }

  /** Says that what the page watches may have become different. */
  settle(): void {
    if (!this.#isStarted || this.#cancelSettling) return;
    this.#cancelSettling = this.#options.clock.after(settleMilliseconds, () => {
      this.#cancelSettling = undefined;
      const { entities, feed } = this.#options;
      this.#client.open(coveringPatterns(entities.watched), feed.names);
    });
  }

  /** Tries to reconnect now. */
  retry(): void {
    this.#client.retry();
  }

  /** Says that the page was hidden for a while: it got no frames, so its charts missed readings. */
  missed(): void {
    this.gaps.set(this.gaps.value + 1);
    this.retry();
  }

  #report(status: ConnectionStatus): void {
    const previous = this.connection.value;
    if (status.kind === previous.kind) return;
    this.connection.set(status);
    if (previous.kind === "lost" && status.kind === "live") this.gaps.set(this.gaps.value + 1);
  }

  #take(event: LiveEvent, patterns: readonly string[]): void {
    const { entities, machines, feed, hubTime } = this.#options;
    hubTime.synchronise(Date.parse(event.time));
    if (event.type === "snapshot") {
      machines.replace(event.machines.map(machineOf));
      entities.replace(event.states.map(entityOf), patterns);
    } else if (event.type === "changes") {
      machines.change((event.machines ?? []).map(machineOf), event.machines_removed ?? []);
      for (const [id, seenAt] of Object.entries(event.seen ?? {})) machines.seen(id, Date.parse(seenAt));
      entities.change((event.states ?? []).map(entityOf), event.states_removed ?? []);
    } else if (event.type === "event") {
      feed.tell(event.name, event.data);
    }
  }
}
