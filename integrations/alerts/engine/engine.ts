import type { EntityValue, IntegrationContext, Machine } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { Announcer } from "../announce/announcer.ts";
import { AlertBook } from "../book/alert-book.ts";
import { Ledger } from "../book/ledger.ts";
import type { AlertsConfig } from "../config.ts";
import { isPending, type Level } from "../evaluation/watch.ts";
import type { Rule, Subject } from "../rules/rule.ts";
import { isOff } from "../rules/thresholds.ts";
import { machineName } from "../rules/wording.ts";
import { Silences } from "../silences.ts";
import { type Binding, Bindings } from "./bindings.ts";
import { Flapping } from "./flapping.ts";
import { Judge } from "./judge.ts";
import { OfflineWatch } from "./offline-watch.ts";
import { Watches } from "./watches.ts";

const reviewSeconds = 10;

/** Something that is bad, and has not lasted long enough. `since` in Unix milliseconds. */
export interface PendingBreach {
  readonly binding: Binding;
  readonly level: Level;
  readonly since: number;
  readonly value: EntityValue;
}

/** Watches everything, and keeps the book of alerts up to date. */
export class AlertEngine {
  readonly book: AlertBook;
  readonly silences: Silences;
  readonly ledger: Ledger;
  readonly #context: IntegrationContext<AlertsConfig>;
  readonly #watches: Watches;
  readonly #bindings: Bindings;
  readonly #judge: Judge;
  readonly #offline: OfflineWatch;
  readonly #announcer: Announcer;
  readonly #flapping = new Flapping();

  constructor(context: IntegrationContext<AlertsConfig>, rules: readonly Rule[]) {
    this.#context = context;
    const { config, clock, database, machines, states, log } = context;
    this.ledger = new Ledger(database, log);
    this.book = new AlertBook(this.ledger, clock);
    this.silences = new Silences(database, clock);
    this.#watches = new Watches(this.ledger);
    const isRuleOff = (rule: Rule, { machine }: Subject) => isOff(config, rule.type, machine);
    this.#bindings = new Bindings(rules, { states, machines }, isRuleOff);
    const { book } = this;
    const judged = { bindings: this.#bindings, watches: this.#watches, book, states };
    const isQuiet = (type: string, { machine }: Subject) => this.#isQuiet(type, machine);
    this.#judge = new Judge({
      ...judged,
      isQuiet,
      staysOpen: (alert) => this.#staysOpen(alert),
      cameBack: (alert) => this.#flapping.note(alert, clock.now()),
    });
    const isAbsenceQuiet = (machine: Machine) => isOff(config, "offline", machine) || this.#isQuiet("offline", machine);
    this.#offline = new OfflineWatch({ clock, machines, book, isQuiet: isAbsenceQuiet });
    const send = (notification: Parameters<Ledger["notify"]>[0]) => this.ledger.notify(notification);
    const suppressionOf = (alert: Alert) => this.#suppressionOf(alert);
    this.#announcer = new Announcer({ config, clock, machines, book, send, suppressionOf });
  }

  /** Goes on where the last run stopped. */
  async start(): Promise<void> {
    const { database } = this.#context;
    await this.book.load(database);
    await this.#watches.load(database);
    await this.silences.load();
    this.book.listen((alert, event) => {
      this.#flapping.heard(alert, event);
      this.#offline.heard(alert);
      this.#announcer.heard(alert, event);
      this.#context.emit({
        type: "alert_changed",
        data: { id: alert.id, kind: event.kind, machine_id: alert.machineId },
      });
    });
    this.#listen();
    await this.#offline.start(database);
    this.#context.every(reviewSeconds, () => this.#review());
    this.#context.onStop(() => this.#stop());
  }

  /** What is bad and does not count yet. */
  pending(): readonly PendingBreach[] {
    return [...this.#watches.subjects()].flatMap((subject) =>
      this.#bindings.of(subject).flatMap((binding) => {
        const watch = this.#watches.get(binding.rule.name, subject);
        if (!watch || !isPending(watch)) return [];
        const index = watch.held.findIndex((one) => one !== null);
        const [level, held] = [binding.watched.levels[index], watch.held[index]];
        const value = this.#context.states.get(subject)?.value ?? null;
        return level && held ? [{ binding, level, since: held.since, value }] : [];
      }),
    );
  }

  /** Judges anew what is judged by something that became different: an expected unit, a silence. */
  judgeAgain(machineId: string): void {
    this.#bindings.forgetDevice(machineId);
    this.#judgeMachine(machineId);
  }

  #listen(): void {
    const context = this.#context;
    context.on({ type: "state_changed" }, ({ entityId }) => this.#judge.judgeEntity(entityId));
    context.on({ type: "machine_seen" }, ({ id }) => this.#judgeMachine(id));
    context.on({ type: "machine_changed" }, ({ machine, previous }) => {
      if (!previous || isJudgedAnew(machine, previous)) this.#bindings.forgetDevice(machine.id);
      this.#offline.look(machine);
    });
    context.on({ type: "machine_removed" }, ({ id }) => this.#forgetMachine(id));
    context.on({ type: "entity_changed" }, ({ entityId }) => this.#bindings.forgetEntity(entityId));
    context.on({ type: "entity_removed" }, ({ entityId }) => {
      this.#judge.close(entityId, "the removal of its entity");
      this.#bindings.forgetEntity(entityId);
    });
  }

  async #stop(): Promise<void> {
    this.#offline.stop();
    this.#announcer.stop();
    await this.ledger.written();
  }

  #judgeMachine(machineId: string): void {
    for (const entityId of this.#bindings.judgedOf(machineId)) this.#judge.judgeEntity(entityId);
  }

  #forgetMachine(id: string): void {
    for (const alert of this.book.list()) {
      if (alert.machineId === id) this.book.resolve(alert, "the removal of its machine", null);
    }
    this.#bindings.forgetDevice(id);
  }

  #review(): void {
    const now = this.#context.clock.now();
    this.#closeGone();
    for (const alert of this.book.list()) if (alert.isFlapping) this.#settle(alert, now);
    for (const machine of this.#context.machines.list()) if (machine.status === "offline") this.#offline.look(machine);
    this.#announcer.review();
    this.#flapping.sweep(now);
  }

  /** Ends alerts whose subject its machine reports no more: an unmounted disk, a removed container. */
  #closeGone(): void {
    const { machines, states } = this.#context;
    for (const { subject, machineId } of this.book.list()) {
      const [state, machine] = [states.get(subject), machineId === null ? undefined : machines.get(machineId)];
      if (!state || state.available || machine?.status !== "online") continue;
      const patience = 2 * (machine.intervalSeconds ?? 60) * 1000;
      if ((machine.lastSeen ?? 0) - state.changedAt > patience) this.#judge.close(subject, null);
    }
  }

  /** True for an alert that comes and goes: it stays, as one, until it has been steady for a while. */
  #staysOpen(alert: Alert): boolean {
    const now = this.#context.clock.now();
    if (!this.#flapping.isFlapping(alert, now)) return false;
    this.#flapping.note(alert, now);
    if (!alert.isFlapping) this.book.setFlapping(alert, true);
    return true;
  }

  #settle(alert: Alert, now: number): void {
    if (this.#flapping.isFlapping(alert, now)) return;
    const isBad = this.#watches.get(alert.rule, alert.subject)?.opened != null;
    if (isBad) this.book.setFlapping(alert, false);
    else this.book.resolve(alert, null, "It has been steady for a while");
  }

  #isQuiet(type: string, machine: Machine | undefined): boolean {
    return machine?.pausedAt != null || this.silences.covering(type, machine) !== undefined;
  }

  #suppressionOf(
    alert: Alert,
  ): { readonly suppression: NonNullable<Alert["suppression"]>; readonly note: string } | null {
    const { machines } = this.#context;
    const machine = alert.machineId === null ? undefined : machines.get(alert.machineId);
    const silence = this.silences.covering(alert.type, machine);
    if (silence) return { suppression: { kind: "silenced", silenceId: silence.id }, note: "It is silenced" };
    if (!machine) return null;
    if (machine.pausedAt !== null) {
      return { suppression: { kind: "maintenance" }, note: `${machineName(machine)} is in maintenance` };
    }
    const owner = this.#offline.ownerOf(machine.id);
    if (!owner || owner.id === alert.id) return null;
    return { suppression: { kind: "inhibited", by: `alert-${owner.id}` }, note: owner.title };
  }
}

function isJudgedAnew(machine: Machine, previous: Machine): boolean {
  return machine.tags !== previous.tags || machine.intervalSeconds !== previous.intervalSeconds;
}
