import { seriesCharacters } from "./series-characters.ts";
import { SeriesMachine, type SeriesReading } from "./series-machine.ts";

const minute = 60_000;

/** One heartbeat of one machine of the fleet. */
export interface FleetReading extends SeriesReading {
  /** Place in `SeriesFleet.machines`. */
  readonly machine: number;
}

/**
 * The data of the recorder's benches: machines of a home lab, 20 metrics each, one heartbeat a minute, made minute by minute so that
 * a year of it needs no room. The same seed and start make the same data on every computer.
 */
export class SeriesFleet {
  readonly machines: readonly SeriesMachine[];
  #now: number;

  /** `startAt`: Unix milliseconds, the first reading comes within the next minute. */
  constructor(size: number, startAt: number, seed = 1) {
    this.#now = startAt;
    this.machines = seriesCharacters(size, seed).map(
      (character, index) => new SeriesMachine(character, 1000 * seed + index, startAt),
    );
  }

  /** What came in during each minute until `end`, minute by minute and so nearly in the order of time. */
  *minutesUntil(end: number): Generator<readonly FleetReading[]> {
    while (this.#now < end) {
      this.#now = Math.min(end, this.#now + minute);
      yield this.#readUntil(this.#now);
    }
  }

  #readUntil(end: number): FleetReading[] {
    return this.machines.flatMap((machine, index) => {
      const readings: FleetReading[] = [];
      while (machine.nextAt < end) readings.push({ machine: index, ...machine.read() });
      return readings;
    });
  }
}
