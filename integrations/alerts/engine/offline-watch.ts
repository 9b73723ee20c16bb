import type { Clock, IntegrationDatabase, Machine, MachineReader, Undo } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";
import { settlingMilliseconds } from "../settling.ts";
import { offlineDraft, offlineRule as rule } from "./absence.ts";
import { NetworkWatch } from "./network-watch.ts";

/** How often it is looked whether more machines fall, and for how long at most. Milliseconds. */
const lookAgainAfter = 1000;
const longestWait = 75_000;
/** A heartbeat may come so much later than its interval says, in milliseconds. */
const tolerance = 20_000;

/** What watching over the presence of machines needs. */
export interface OfflineParts {
  readonly clock: Clock;
  readonly machines: MachineReader;
  readonly book: AlertBook;
  /** Whether the absence of this machine matters at all. */
  readonly isWatched: (machine: Machine) => boolean;
  /** Whether nobody wants to hear now that it is away. */
  readonly isQuiet: (machine: Machine) => boolean;
}

/** Machines that are missed and were not told of yet. */
interface Fallen {
  readonly ids: Set<string>;
  /** For how long the first one had been silent, in milliseconds. */
  readonly silence: number;
  /** When it fell, on the clock that never steps. */
  readonly at: number;
  undo: Undo;
}

/** Opens an alert for each machine that should be there and is not, and one for all when most fall at once. */
export class OfflineWatch {
  readonly #parts: OfflineParts;
  readonly #network: NetworkWatch;
  readonly #settledAt: number;
  #fallen: Fallen | null = null;
  /** By machine, when somebody resolved its last alert by hand (Unix ms). */
  readonly #dismissed = new Map<string, number>();

  constructor(parts: OfflineParts) {
    this.#parts = parts;
    this.#settledAt = parts.clock.monotonic() + settlingMilliseconds;
    this.#network = new NetworkWatch(parts.clock, parts.book);
  }

  /** Goes on where the last run stopped. */
  async start(database: IntegrationDatabase): Promise<void> {
    const sql = `SELECT subject, max(resolved_at) AS at FROM alert
      WHERE rule = '${rule}' AND resolved_by IS NOT NULL GROUP BY subject`;
    const rows = await database.select<{ subject: string; at: number }>(sql);
    for (const { subject, at } of rows) this.#dismissed.set(subject, at);
    this.review();
  }

  /** Looks again at all machines that are away, or of which there is an alert. */
  review(): void {
    for (const machine of this.#parts.machines.list()) {
      if (machine.status === "offline" || this.#parts.book.find(rule, machine.id)) this.look(machine);
    }
    this.#network.review(this.#away());
  }

  /** Notes what became of an alert. */
  heard({ rule: ofRule, subject, resolvedBy, resolvedAt }: Alert): void {
    if (ofRule === rule && resolvedBy !== null) this.#dismissed.set(subject, resolvedAt ?? 0);
  }

  stop(): void {
    this.#fallen?.undo();
  }

  /** The alert that speaks for everything of a machine that is away, or for every machine. */
  ownerOf(machineId: string): Alert | undefined {
    return this.#network.alert ?? this.#parts.book.find(rule, machineId);
  }

  /** Looks at a machine whose record became different, or that is away. */
  look(machine: Machine): void {
    const alert = this.#parts.book.find(rule, machine.id);
    if (!this.#isAway(machine)) {
      this.#fallen?.ids.delete(machine.id);
      if (alert) this.#end(alert, machine);
    } else if (!alert && this.#isMissed(machine)) this.#fell(machine);
    if (this.#network.alert) this.#network.review(this.#away());
  }

  #end(alert: Alert, machine: Machine): void {
    const note = machine.status === "online" ? null : "It is not expected to be online";
    this.#parts.book.resolve(alert, null, note);
  }

  #isAway(machine: Machine): boolean {
    return machine.status === "offline" && this.#parts.isWatched(machine);
  }

  /** Somebody has to be told: who resolved its alert by hand knows, as long as it stays away. */
  #isMissed(machine: Machine): boolean {
    const isDismissed = (this.#dismissed.get(machine.id) ?? 0) >= machine.statusChangedAt;
    return this.#isAway(machine) && !isDismissed && !this.#parts.isQuiet(machine);
  }

  #away(): readonly Machine[] {
    return this.#parts.machines.list().filter((machine) => this.#isAway(machine));
  }

  #fell(machine: Machine): void {
    const { clock } = this.#parts;
    if (clock.monotonic() < this.#settledAt) return;
    if (this.#fallen) return void this.#fallen.ids.add(machine.id);
    const silence = clock.now() - (machine.lastSeen ?? clock.now());
    this.#fallen = { ids: new Set([machine.id]), silence, at: clock.monotonic(), undo: () => {} };
    this.#waitFor(this.#fallen);
  }

  /**
   * Machines that went together were each last heard at their own second of the minute, so they are missed one after the other. As long as
   * others are silent for nearly as long as the first one, they are waited for.
   */
  #waitFor(fallen: Fallen): void {
    const { clock, machines } = this.#parts;
    fallen.undo = clock.after(lookAgainAfter, () => {
      const hasTime = clock.monotonic() - fallen.at < longestWait;
      if (hasTime && machines.list().some((machine) => this.#isAboutToFall(machine, fallen))) this.#waitFor(fallen);
      else this.#open(fallen);
    });
  }

  #isAboutToFall(machine: Machine, { silence }: Fallen): boolean {
    if (machine.status !== "online" || !this.#parts.isWatched(machine) || machine.lastSeen === null) return false;
    const interval = (machine.intervalSeconds ?? 60) * 1000;
    return this.#parts.clock.now() - machine.lastSeen > Math.max(silence, 3 * interval) - interval - tolerance;
  }

  #open({ ids }: Fallen): void {
    this.#fallen = null;
    const { machines, book, clock, isWatched } = this.#parts;
    const fallen = [...ids].flatMap((id) => machines.get(id) ?? []).filter((machine) => this.#isMissed(machine));
    const expected = machines.list().filter((machine) => machine.lastSeen !== null && isWatched(machine));
    this.#network.judge(fallen, expected.length);
    for (const machine of fallen) if (!book.find(rule, machine.id)) book.open(offlineDraft(machine, clock.now()));
  }
}
