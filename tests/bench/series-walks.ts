import type { SeriesCharacter } from "./series-characters.ts";
import type { SeededRandom } from "./series-random.ts";

const day = 86_400_000;
const hour = 3_600_000;
const minute = 60_000;

/** How busy a machine is, 0..1: the time of day, bursts of work, and the nightly job. One step a minute. */
export class WorkWalk {
  readonly #character: SeriesCharacter;
  readonly #random: SeededRandom;
  #mood = 0;
  #burst = { minutesLeft: 0, intensity: 0 };

  constructor(character: SeriesCharacter, random: SeededRandom) {
    this.#character = character;
    this.#random = random;
  }

  step(at: number): number {
    const { rhythm, burstsPerDay, burstMinutes } = this.#character;
    const random = this.#random;
    const evening = 0.5 - 0.5 * Math.cos((2 * Math.PI * (at - 7 * hour)) / day);
    this.#mood = 0.97 * this.#mood + 0.24 * random.normal();
    const burst = this.#burst;
    if (--burst.minutesLeft <= 0) {
      const starts = random.chance((burstsPerDay / 1440) * (1 - rhythm + 2 * rhythm * evening));
      burst.minutesLeft = starts ? random.exponential(burstMinutes) : 0;
      burst.intensity = starts ? 0.3 + 0.7 * random.uniform() : 0;
    }
    const quiet = 0.03 * Math.exp(0.5 * this.#mood) + 0.12 * rhythm * evening;
    const busy = Math.max(burst.intensity, this.#isNightlyJob(at) ? 0.6 : 0);
    return clamp(quiet + busy * (0.9 + 0.1 * random.normal()), 0, 1);
  }

  #isNightlyJob(at: number): boolean {
    const { nightlyJobHour, nightlyJobMinutes } = this.#character;
    return (at % day) - nightlyJobHour * hour < nightlyJobMinutes * minute && at % day >= nightlyJobHour * hour;
  }
}

/** The load averages as the kernel makes them: <linux/sched/loadavg.h>. */
export class LoadWalk {
  readonly #averages = [0.1, 0.1, 0.1];
  readonly #decays = [1, 5, 15].map((minutes) => Math.exp(-1 / minutes));

  /** Takes how many threads ran or waited for a disk in the last minute. */
  step(running: number): readonly number[] {
    for (const [index, decay] of this.#decays.entries()) {
      this.#averages[index] = (this.#averages[index] as number) * decay + running * (1 - decay);
    }
    return this.#averages.map((average) => round(average, 2));
  }
}

/** Used memory and swap, in MiB with fractions. */
export class MemoryWalk {
  readonly #character: SeriesCharacter;
  readonly #random: SeededRandom;
  #settled: number;
  #swap: number;

  constructor(character: SeriesCharacter, random: SeededRandom) {
    this.#character = character;
    this.#random = random;
    this.#settled = this.#base;
    this.#swap = 0;
  }

  step(work: number): { readonly used: number; readonly swapUsed: number } {
    const { memoryMib, swapMib } = this.#character;
    const random = this.#random;
    const target = this.#base + 0.15 * work * memoryMib;
    this.#settled += 0.05 * (target - this.#settled) + 0.001 * memoryMib * random.normal();
    const used = clamp(this.#settled + 0.0005 * memoryMib * random.normal(), 60, 0.97 * memoryMib);
    if (random.chance(0.002 + 0.02 * work)) this.#swap += random.exponential(0.002 * swapMib);
    else if (random.chance(0.004)) this.#swap -= random.exponential(0.002 * swapMib);
    this.#swap = clamp(this.#swap, 0, swapMib);
    return { used, swapUsed: this.#swap };
  }

  reboot(): void {
    this.#settled = 0.4 * this.#base;
    this.#swap = 0;
  }

  get #base(): number {
    return (this.#character.memoryPercent / 100) * this.#character.memoryMib;
  }
}

const block = 4096;

/** Used bytes of a file system: logs that grow and are rotated, work that writes, files that come and go. */
export class DiskWalk {
  readonly totalBytes: number;
  readonly #character: SeriesCharacter;
  readonly #random: SeededRandom;
  #blocks: number;
  #logBlocks = 0;
  #rotatedOn = 0;

  constructor(character: SeriesCharacter, random: SeededRandom) {
    this.#character = character;
    this.#random = random;
    this.totalBytes = Math.round((character.diskGib * 1024 ** 3) / block) * block;
    this.#blocks = (character.diskPercent / 100) * (this.totalBytes / block);
  }

  step(at: number, work: number): number {
    const random = this.#random;
    const perMinute = (this.#character.diskGrowthMibPerDay * 1024 ** 2) / block / 1440;
    this.#logBlocks += random.exponential(0.5 + 0.2 * perMinute);
    this.#blocks += work * perMinute * 6 * random.factor(1);
    if (Math.floor(at / day) !== this.#rotatedOn) {
      this.#rotatedOn = Math.floor(at / day);
      this.#logBlocks *= 0.3;
    }
    const temporary = random.chance(0.2) ? Math.abs(random.normal()) * (20 + 4 * perMinute) : 0;
    const most = (0.9 * this.totalBytes) / block;
    // Somebody cleans up.
    if (this.#blocks > most) this.#blocks *= 0.8;
    return Math.round(this.#blocks + this.#logBlocks + temporary) * block;
  }
}

/** When a machine is off: reboots of minutes, outages of hours, and, for some, the nights. */
export class PowerWalk {
  readonly #character: SeriesCharacter;
  readonly #random: SeededRandom;
  #offAt: number;
  #onAt: number;

  constructor(character: SeriesCharacter, random: SeededRandom, startAt: number) {
    this.#character = character;
    this.#random = random;
    this.#onAt = startAt;
    this.#offAt = this.#nextOffAt();
  }

  /** When it is switched on again, if it is off at `at`; times must not go back. */
  offUntil(at: number): number | undefined {
    if (at < this.#offAt) return undefined;
    this.#onAt = this.#offAt + this.#offMilliseconds();
    this.#offAt = this.#nextOffAt();
    return this.#onAt;
  }

  #nextOffAt(): number {
    const { restsAtNight, daysBetweenReboots } = this.#character;
    const reboot = this.#onAt + 5 * minute + this.#random.exponential(daysBetweenReboots) * day;
    if (!restsAtNight) return reboot;
    const bedtime = Math.floor(this.#onAt / day) * day + 22.5 * hour + 0.7 * hour * this.#random.normal();
    return Math.max(bedtime, this.#onAt + hour);
  }

  #offMilliseconds(): number {
    if (this.#character.restsAtNight) return (9.5 + this.#random.normal()) * hour;
    return this.#random.chance(0.15)
      ? (1 + 7 * this.#random.uniform()) * hour
      : (1.5 + this.#random.uniform()) * minute;
  }
}

/** To so many decimals. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** Held within `least` and `most`. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
