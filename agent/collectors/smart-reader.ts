import type { Surroundings } from "../surroundings.ts";
import { readDisks } from "./disks.ts";
import { parseSmart, type SmartReading } from "./smart.ts";

/** The last that a disk said about itself. */
export interface KnownSmart extends SmartReading {
  /** Unix ms: a sleeping disk is not asked. */
  readonly checkedAt: number;
}

/** Disks of a hypervisor and memory cards have no SMART. */
const withoutSmart = /^(vd|xvd|mmcblk|nbd)/;
/** A disk may take its time to answer, above all behind USB. */
const diskDeadline = 30_000;

/** Asks every disk about its health, one after the other, and keeps what those said that sleep by now. */
export class SmartReader {
  readonly #surroundings: Surroundings;
  #known = new Map<string, KnownSmart>();
  /** What was logged about a disk, so that it is logged once. */
  readonly #reasons = new Map<string, string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** By the disk's name; `null` where there is no smartctl. */
  async read(signal: AbortSignal): Promise<ReadonlyMap<string, KnownSmart> | null> {
    const { host } = this.#surroundings;
    // Where there is nothing to read, the collector of disks says so.
    const disks = await readDisks(host).catch(() => []);
    const names = disks.map(({ name }) => name).filter((name) => !withoutSmart.test(name));
    const known = new Map<string, KnownSmart>();
    for (const name of names) {
      // `-n standby` leaves a sleeping disk asleep.
      const parameters = ["--json=c", "-a", "-n", "standby", `/dev/${name}`];
      const options = { signal, deadlineMilliseconds: diskDeadline };
      const result = await host.run("smartctl", parameters, options).catch((error: unknown) => String(error));
      if (result === null) return null;
      const smart = this.#settle(name, typeof result === "string" ? { output: "", errors: result } : result);
      if (smart) known.set(name, smart);
    }
    this.#known = known;
    return known;
  }

  #settle(name: string, { output, errors }: { output: string; errors: string }): KnownSmart | undefined {
    const outcome = parseSmart(output);
    switch (outcome.kind) {
      case "known":
        this.#reasons.delete(name);
        return { ...outcome.smart, checkedAt: this.#surroundings.clock.now() };
      case "asleep":
        return this.#known.get(name);
      case "silent":
        this.#say(name, errors.trim() || outcome.reason);
        return undefined;
    }
  }

  #say(name: string, reason: string): void {
    if (this.#reasons.get(name) === reason) return;
    this.#reasons.set(name, reason);
    this.#surroundings.log.info(`The health of disk ${name} is unknown`, { reason });
  }
}
