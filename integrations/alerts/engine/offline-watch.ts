import type { Clock, IntegrationDatabase, Machine, MachineReader, Undo } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";
import { machineName } from "../rules/wording.ts";

/** Machines that fall within this time fall together, in milliseconds. The hub looks every ten seconds. */
const togetherMilliseconds = 12_000;
/** From so many on, and half of all, it is not the machines: the hub's own network is gone, or the power of the house. */
const leastForNetwork = 3;
const rule = "offline";
const networkRule = "network";
const networkSubject = "hub";

/** What watching over the presence of machines needs. */
export interface OfflineParts {
  readonly clock: Clock;
  readonly machines: MachineReader;
  readonly book: AlertBook;
  /** Whether nobody wants to hear now that this machine is away. */
  readonly isQuiet: (machine: Machine) => boolean;
}

/** Opens an alert for each machine that should be there and is not, and one for all when most fall at once. */
export class OfflineWatch {
  readonly #parts: OfflineParts;
  readonly #fallen = new Set<string>();
  /** By machine, when somebody resolved its last alert by hand (Unix ms). */
  readonly #dismissed = new Map<string, number>();
  #undoTimer: Undo = () => {};
  #isTiming = false;

  constructor(parts: OfflineParts) {
    this.#parts = parts;
  }

  /** Looks at all machines, as after a start: what fell just before it was not told yet. */
  async start(database: IntegrationDatabase): Promise<void> {
    const sql = `SELECT subject, max(resolved_at) AS at FROM alert
      WHERE rule = '${rule}' AND resolved_by IS NOT NULL GROUP BY subject`;
    const rows = await database.select<{ subject: string; at: number }>(sql);
    for (const { subject, at } of rows) this.#dismissed.set(subject, at);
    for (const machine of this.#parts.machines.list()) this.look(machine);
  }

  /** Notes what became of an alert. */
  heard({ rule: ofRule, subject, resolvedBy, resolvedAt }: Alert): void {
    if (ofRule === rule && resolvedBy !== null) this.#dismissed.set(subject, resolvedAt ?? 0);
  }

  stop(): void {
    this.#undoTimer();
  }

  /** The alert that speaks for everything of a machine that is away, or for every machine. */
  ownerOf(machineId: string): Alert | undefined {
    const { book } = this.#parts;
    return book.find(networkRule, networkSubject) ?? book.find(rule, machineId);
  }

  /** Looks at a machine whose record became different. */
  look(machine: Machine): void {
    const { book } = this.#parts;
    if (this.#isMissed(machine)) {
      if (!book.find(rule, machine.id) && !this.#isDismissed(machine)) this.#fell(machine.id);
      return;
    }
    this.#fallen.delete(machine.id);
    const alert = book.find(rule, machine.id);
    if (alert) book.resolve(alert, null, machine.status === "online" ? null : "It is not expected to be online");
    this.#endNetworkLoss();
  }

  #isMissed(machine: Machine): boolean {
    return machine.status === "offline" && machine.expectedOnline && !this.#parts.isQuiet(machine);
  }

  /** Somebody has resolved the alert by hand: it does not come back while the machine stays away. */
  #isDismissed({ id, statusChangedAt }: Machine): boolean {
    return (this.#dismissed.get(id) ?? 0) >= statusChangedAt;
  }

  #fell(machineId: string): void {
    this.#fallen.add(machineId);
    if (this.#isTiming) return;
    this.#isTiming = true;
    this.#undoTimer = this.#parts.clock.after(togetherMilliseconds, () => this.#open());
  }

  #open(): void {
    this.#isTiming = false;
    const { machines, book } = this.#parts;
    const fallen = [...this.#fallen]
      .flatMap((id) => machines.get(id) ?? [])
      .filter((machine) => this.#isMissed(machine));
    this.#fallen.clear();
    const expected = machines.list().filter(({ expectedOnline, lastSeen }) => expectedOnline && lastSeen !== null);
    const isNetwork = fallen.length >= leastForNetwork && fallen.length * 2 >= expected.length;
    if (isNetwork && !book.find(networkRule, networkSubject)) this.#openNetworkLoss(fallen, expected.length);
    for (const machine of fallen) if (!book.find(rule, machine.id)) this.#openOffline(machine);
  }

  #openNetworkLoss(fallen: readonly Machine[], expected: number): void {
    const { book, clock } = this.#parts;
    const lastSeen = fallen.map((machine) => machine.lastSeen ?? clock.now());
    book.open({
      rule: networkRule,
      type: networkRule,
      subject: networkSubject,
      machineId: null,
      severity: "critical",
      title: `${fallen.length} of ${expected} machines fell silent at once`,
      message: "So many at once are hardly all broken: the hub's own network is gone, or the power.",
      suggestion: "Look at the hub's network cable, its switch and the router.",
      value: fallen.length,
      threshold: null,
      unit: null,
      instance: null,
      since: Math.min(...lastSeen),
      causes: fallen.slice(0, 10).map(machineName),
    });
  }

  #openOffline(machine: Machine): void {
    const { book, clock } = this.#parts;
    const since = machine.lastSeen ?? clock.now();
    const minutes = Math.max(1, Math.round((clock.now() - since) / 60_000));
    book.open({
      rule,
      type: rule,
      subject: machine.id,
      machineId: machine.id,
      severity: "critical",
      title: `${machineName(machine)} is offline`,
      message: `No heartbeat for ${minutes} minutes.`,
      suggestion: "Check its power and network; when it runs, look at its agent (systemctl status homelab-agent).",
      value: null,
      threshold: null,
      unit: null,
      instance: null,
      since,
      causes: ["It is switched off, or crashed", "Its network is gone", "Its agent has stopped"],
    });
  }

  /** It is over when most of those that fell with it are there again. */
  #endNetworkLoss(): void {
    const { book, machines } = this.#parts;
    const alert = book.find(networkRule, networkSubject);
    if (!alert) return;
    const missed = machines.list().filter((machine) => this.#isMissed(machine));
    const isOver = typeof alert.value !== "number" || missed.length * 2 < alert.value;
    if (isOver) book.resolve(alert, null, null);
  }
}
