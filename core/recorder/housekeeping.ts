import { messageOf } from "../errors.ts";
import type { Scheduler } from "../schedule/scheduler.ts";
import type { Clock, Entity, Logger, Undo } from "../sdk/index.ts";
import type { EntityRegistry } from "../states/entity-registry.ts";
import { WriteQueue } from "../storage/write-queue.ts";
import { dayMilliseconds, dayOf } from "./days.ts";
import type { PackOpener } from "./pack-opener.ts";
import { type PackStore, packStatements } from "./pack-store.ts";
import { packDay } from "./packing.ts";
import { pause } from "./pause.ts";
import { type KeptSeries, pruneChanges, pruneReadings, pruneRollups } from "./pruning.ts";
import type { Recorder } from "./recorder.ts";
import type { Retention } from "./retention.ts";
import { sealTail } from "./sealing.ts";
import { SteadyClock } from "./steady-clock.ts";

/** The rooms that housekeeping works on. */
export interface HousekeepingRooms {
  readonly recorder: Recorder;
  readonly store: PackStore;
  readonly opener: PackOpener;
  readonly entities: EntityRegistry;
  readonly retention: Retention;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Often, for a fleet that brings what it kept during an outage: that must not fill the memory. */
const lookSeconds = 5;
const packMilliseconds = 60_000;
const pruneMilliseconds = 3_600_000;
/** Readings in memory that are packed ahead of time. */
const manySamples = 1_000_000;
/** A day is packed this long after its end, so that the last readings of it are there. */
const graceMilliseconds = 600_000;
/** Finished days that are looked up at once. */
const daysAtOnce = 100;
/** Removed entities of one device whose history and settings are kept for their return. */
const mostTombstones = 1000;

/** Packs, sums up and deletes what was recorded, in small steps between which everything else has its turn. */
export class Housekeeping {
  readonly #rooms: HousekeepingRooms;
  readonly #sealMilliseconds: number;
  readonly #steady: SteadyClock;
  readonly #jobs = new WriteQueue();
  readonly #stopping = new AbortController();
  #isFailing = false;
  #sealedAt: number;
  #packedAt = Number.NEGATIVE_INFINITY;
  #prunedAt = Number.NEGATIVE_INFINITY;

  constructor(rooms: HousekeepingRooms, sealMinutes: number) {
    this.#rooms = rooms;
    this.#sealMilliseconds = sealMinutes * 60_000;
    this.#steady = new SteadyClock(rooms.clock);
    this.#sealedAt = rooms.clock.monotonic();
  }

  /** Begins to look what is due. The answer ends it after the step that runs. */
  start(scheduler: Scheduler): Undo {
    const undo = scheduler.every(lookSeconds, () => this.look(), this.#rooms.log);
    return async () => {
      undo();
      this.#stopping.abort();
      await this.#jobs.idle();
    };
  }

  /** Does what is due. What cannot be written now is done the next time; that is said once. */
  async look(): Promise<void> {
    try {
      await this.#doWhatIsDue();
      if (this.#isFailing) this.#rooms.log.info("The history is being packed again");
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#rooms.log.error(`The history cannot be packed: ${messageOf(error)}`);
      this.#isFailing = true;
    }
  }

  /** Packs what is in memory into blocks. */
  seal(): Promise<void> {
    return this.#jobs.run(() => this.#sealTail());
  }

  /** Merges the blocks of every finished day, and computes its rollups. */
  packDays(): Promise<void> {
    return this.#jobs.run(async () => {
      const { store, opener, clock } = this.#rooms;
      const today = dayOf(clock.now() - graceMilliseconds);
      const rooms = this.#packingRooms();
      for (;;) {
        const places = (await store.unpackedDays(today, daysAtOnce)).filter((place) => !opener.isDamaged(place));
        if (places.length === 0) return;
        for (const place of places) {
          if (this.#stopping.signal.aborted) return;
          await packDay(rooms, place);
          await pause();
        }
      }
    });
  }

  /** Deletes what is too old, after it was summed up. */
  prune(): Promise<void> {
    return this.#jobs.run(async () => {
      const { clock, retention } = this.#rooms;
      const rooms = { ...this.#packingRooms(), signal: this.#stopping.signal };
      const series = this.#keptSeries();
      await pruneReadings(rooms, series, clock.now());
      const before = clock.now() - retention.rules.rollupDays * dayMilliseconds;
      const logged = [...this.#rooms.entities.all()].filter(({ record }) => record === "changes");
      await pruneRollups(rooms, series, before);
      await pruneChanges(rooms, logged, before);
      await this.#forgetTombstones();
    });
  }

  /** Deletes the history of entities. Resolves when it is all gone. */
  forget(entities: readonly Entity[]): Promise<void> {
    return this.#jobs.run(() => this.#forget(entities));
  }

  async #forget(entities: readonly Entity[]): Promise<void> {
    const { recorder, store } = this.#rooms;
    const leaving = new Set(entities.map(({ seriesId }) => seriesId));
    // The journal is emptied of them too: a restart would bring them back.
    await recorder.committed();
    for (const seriesId of leaving) recorder.drop(seriesId);
    await this.#sealTail();
    const shared = new Set<number>();
    for (const { seriesId, groupId } of this.#rooms.entities.all()) if (!leaving.has(seriesId)) shared.add(groupId);
    const groupIds = [...new Set(entities.map(({ groupId }) => groupId))].filter((groupId) => !shared.has(groupId));
    await store.write([packStatements.removeChanges([...leaving])]);
    while (!this.#stopping.signal.aborted && (await store.hasPacks(groupIds))) {
      await store.write(packStatements.removeGroups(groupIds));
      await pause();
    }
  }

  /** Names that come and go (one for each run of a container) would leave tombstones without end. */
  async #forgetTombstones(): Promise<void> {
    const { entities } = this.#rooms;
    const surplus = entities.surplusTombstones(mostTombstones);
    if (surplus.length === 0) return;
    await this.#forget(surplus);
    if (!this.#stopping.signal.aborted) await entities.forget(surplus);
  }

  async #doWhatIsDue(): Promise<void> {
    const now = this.#rooms.clock.monotonic();
    if (now - this.#sealedAt >= this.#sealMilliseconds || this.#rooms.recorder.size >= manySamples) {
      await this.seal();
      this.#sealedAt = now;
    }
    if (now - this.#packedAt >= packMilliseconds) {
      await this.packDays();
      this.#packedAt = now;
    }
    if (this.#steady.isSteady() && now - this.#prunedAt >= pruneMilliseconds) {
      await this.prune();
      this.#prunedAt = now;
    }
  }

  async #sealTail(): Promise<void> {
    const { recorder, store, entities } = this.#rooms;
    const groups = new Map<number, number>();
    for (const { seriesId, groupId } of entities.all()) groups.set(seriesId, groupId);
    await sealTail({ recorder, store, groupOf: (id) => groups.get(id), signal: this.#stopping.signal });
  }

  #packingRooms() {
    const { store, opener, retention, clock } = this.#rooms;
    const entities = new Map<number, Entity>();
    for (const entity of this.#rooms.entities.all()) entities.set(entity.seriesId, entity);
    const today = dayOf(clock.now());
    return {
      store,
      opener,
      isCounter: (seriesId: number) => entities.get(seriesId)?.record === "counter",
      isKept: (seriesId: number, day: number) => {
        const entity = entities.get(seriesId);
        return day >= today - (entity ? retention.keepDaysOf(entity) : retention.rules.keepDays);
      },
    };
  }

  #keptSeries(): KeptSeries[] {
    const { entities, retention } = this.#rooms;
    return [...entities.all()].map((entity) => {
      return { seriesId: entity.seriesId, groupId: entity.groupId, keepDays: retention.keepDaysOf(entity) };
    });
  }
}
