import { messageOf } from "../errors.ts";
import type { Problems } from "../problems/problems.ts";
import type { Logger } from "../sdk/index.ts";
import { DamagedPack, Pack, type PackSeries } from "./codec/index.ts";
import type { PackPlace } from "./pack-store.ts";
import type { Rollups } from "./rollup.ts";
import { toRollups } from "./rollup-pack.ts";

/** Where a pack of rollups belongs. */
export interface RollupPlace {
  readonly groupId: number;
  readonly period: number;
}

/** Opens packs, and tells the user once when some are damaged; what is whole is read all the same. */
export class PackOpener {
  readonly #problems: Problems;
  readonly #log: Logger;
  readonly #damaged = new Set<string>();

  constructor(problems: Problems, log: Logger) {
    this.#problems = problems;
    this.#log = log;
  }

  /** `undefined` when the pack is damaged. */
  open(place: PackPlace, data: Uint8Array): Pack | undefined {
    return this.#attempt(place, () => Pack.open(data));
  }

  /** One series of a pack; `undefined` when it has none of that id, or when this part of it is damaged. */
  read(place: PackPlace, pack: Pack, seriesId: number): PackSeries | undefined {
    return this.#attempt(place, () => pack.read(seriesId));
  }

  /** Every series of a pack of rollups; `undefined` when some of it is damaged. */
  openRollups({ groupId, period }: RollupPlace, data: Uint8Array): Map<number, Rollups> | undefined {
    return this.#attempt({ groupId, day: -period }, () => {
      const pack = Pack.open(data);
      return new Map(pack.summaries.map(({ seriesId }) => [seriesId, toRollups(pack.read(seriesId))]));
    });
  }

  /** Whether something of this place was found damaged. */
  isDamaged({ groupId, day }: PackPlace): boolean {
    return this.#damaged.has(`${groupId} ${day}`);
  }

  #attempt<Result>(place: PackPlace, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DamagedPack)) throw error;
      this.#note(place, error);
      return undefined;
    }
  }

  #note({ groupId, day }: PackPlace, error: DamagedPack): void {
    const key = `${groupId} ${day}`;
    if (this.#damaged.has(key)) return;
    this.#damaged.add(key);
    this.#log.error(`History of group ${groupId}, day ${day} is damaged: ${messageOf(error)}`);
    this.#problems.report("core", "damaged-history", {
      severity: "warning",
      title: `Parts of the history are damaged (${this.#damaged.size})`,
      advice: "Charts show gaps there. Run `npm run db:check` to see which, and look at the disk's health.",
    });
  }
}
