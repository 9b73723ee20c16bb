import type { EntityValue, IntegrationContext, Machine } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import { Announcer } from "../announce/announcer.ts";
import { AlertBook } from "../book/alert-book.ts";
import { Ledger } from "../book/ledger.ts";
import type { AlertsConfig } from "../config.ts";
import { isPending, type Level } from "../evaluation/watch.ts";
import { Pulse } from "../health/pulse.ts";
import type { Rule, Subject } from "../rules/rule.ts";
import { isOff } from "../rules/thresholds.ts";
import { Silences } from "../silences.ts";
import { type Binding, Bindings } from "./bindings.ts";
import { ChangedStates } from "./changed-states.ts";
import { Flapping } from "./flapping.ts";
import { ForecastWatch } from "./forecast-watch.ts";
import { Judge } from "./judge.ts";
import { OfflineWatch } from "./offline-watch.ts";
import { ProblemWatch } from "./problem-watch.ts";
import { isQuiet, type QuietParts, quietOf } from "./quiet.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { StandingWatch } from "./standing-watch.ts";
import { Watches } from "./watches.ts";

const reviewSeconds = 10;
const forecastSeconds = 3600;

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
  readonly pulse: Pulse;
  readonly #context: IntegrationContext<AlertsConfig>;
  readonly #watches: Watches;
  readonly #bindings: Bindings;
  readonly #judge: Judge;
  readonly #changed = new ChangedStates((entityId, previous) => this.#judge.judgeEntity(entityId, previous));
  readonly #offline: OfflineWatch;
  readonly #announcer: Announcer;
  readonly #flapping: Flapping;
  readonly #quiet: QuietParts;
  readonly #silence: SilenceWatch;
  readonly #standing: StandingWatch;
  readonly #forecasts: ForecastWatch;
  readonly #problems: ProblemWatch;

  constructor(context: IntegrationContext<AlertsConfig>, rules: readonly Rule[]) {
    this.#context = context;
    this.pulse = new Pulse(context.clock);
    const { config, clock, database, machines, states, log } = context;
    this.ledger = new Ledger(database, log);
    this.book = new AlertBook(this.ledger, clock);
    this.silences = new Silences(database, clock);
    this.#watches = new Watches(this.ledger);
    this.#flapping = new Flapping(clock);
    this.#quiet = { machines, silences: this.silences, ownerOf: (id) => this.#offline.ownerOf(id) };
    const isRuleOff = (rule: Rule, { machine }: Subject) => isOff(config, rule.type, machine);
    this.#bindings = new Bindings(rules, { states, machines }, isRuleOff);
    const { book } = this;
    const judged = { bindings: this.#bindings, watches: this.#watches, book, states };
    this.#judge = new Judge({
      ...judged,
      clock,
      machines,
      isQuiet: (type, { machine }) => isQuiet(this.#quiet, type, machine),
      staysOpen: (alert) => this.#staysOpen(alert),
      cameBack: (alert) => this.#flapping.note(alert),
    });
    const timed = {
      ...judged,
      clock,
      judge: this.#judge,
      devices: () => context.devices.list().map(({ slug }) => slug),
    };
    this.#silence = new SilenceWatch(timed);
    this.#standing = new StandingWatch({ ...timed, machines });
    this.#forecasts = new ForecastWatch({ ...timed, history: context.history });
    this.#offline = new OfflineWatch({
      clock,
      machines,
      book,
      isWatched: (machine) => machine.expectedOnline && !isOff(config, "offline", machine),
      isQuiet: (machine) => isQuiet(this.#quiet, "offline", machine),
    });
    this.#problems = new ProblemWatch({
      clock,
      machines,
      book,
      problems: context.problems,
      isQuiet: (type, machine) => isOff(config, type, machine) || isQuiet(this.#quiet, type, machine),
    });
    const send = (notification: Parameters<Ledger["notify"]>[0]) => this.ledger.notify(notification);
    const suppressionOf = (alert: Alert) => quietOf(this.#quiet, alert);
    const notifies = (name: string) => rules.find((rule) => rule.name === name)?.notify;
    const { timeZone } = context.hub;
    this.#announcer = new Announcer({ config, clock, machines, timeZone, book, send, notifies, suppressionOf });
  }

  /** Goes on where the last run stopped. */
  async start(): Promise<void> {
    const { database } = this.#context;
    await this.book.load(database);
    await this.#watches.load(database);
    await this.silences.load();
    const flapping = this.book.list().filter(({ isFlapping }) => isFlapping);
    await this.#flapping.load(database, flapping);
    await this.#announcer.load(database);
    this.book.listen((alert, event) => this.#heard(alert, event));
    this.#closeUnwatched();
    this.#listen();
    await this.#offline.start(database);
    this.#context.every(reviewSeconds, () => this.#review());
    this.#context.every(forecastSeconds, () => this.#forecasts.review());
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

  /** How many entities each rule judges, by its name. */
  subjectCounts(): ReadonlyMap<string, number> {
    return this.#bindings.counts(this.#context.devices.list().map(({ slug }) => slug));
  }

  /** Judges anew what is judged by something that became different: an expected unit, a silence. */
  judgeAgain(machineId: string): void {
    this.#bindings.forgetDevice(machineId);
    this.#closeUnwatched();
    this.#judgeMachine(machineId);
  }

  #listen(): void {
    const context = this.#context;
    context.on({ type: "state_changed" }, ({ entityId, previous }) => {
      if (this.#bindings.of(entityId).length > 0) this.#changed.add(entityId, previous);
    });
    context.on({ type: "machine_seen" }, ({ id }) => this.#judgeMachine(id));
    context.on({ type: "machine_changed" }, ({ machine, previous }) => {
      if (!previous || isJudgedAnew(machine, previous)) this.judgeAgain(machine.id);
      this.#offline.look(machine);
    });
    context.on({ type: "machine_removed" }, ({ id }) => this.#forgetMachine(id));
    context.on({ type: "entity_changed" }, ({ entityId }) => this.#bindings.forgetEntity(entityId));
    context.on({ type: "entity_removed" }, ({ entityId }) => {
      this.#judge.close(entityId, "the removal of its entity");
      this.#bindings.forgetEntity(entityId);
    });
  }

  /** What is about to flap is marked before people are told of it. */
  #heard(alert: Alert, event: AlertEvent): void {
    this.#flapping.heard(alert, event);
    const begins = event.kind === "reopened" && this.#flapping.isFlapping(alert);
    const marked = begins ? this.book.setFlapping(alert, true) : alert;
    this.#offline.heard(marked);
    this.#announcer.heard(marked, event);
    const data = { id: alert.id, kind: event.kind, machine_id: alert.machineId };
    this.#context.emit({ type: "alert_changed", data });
  }

  async #stop(): Promise<void> {
    this.#offline.stop();
    this.#announcer.stop();
    this.#watches.save();
    await this.ledger.written();
  }

  #judgeMachine(machineId: string): void {
    for (const entityId of this.#bindings.judgedOf(machineId)) {
      this.#judge.judgeEntity(entityId, this.#changed.before(entityId));
    }
    this.pulse.judged();
  }

  #forgetMachine(id: string): void {
    for (const alert of this.book.list()) {
      if (alert.machineId === id) this.book.resolve(alert, "the removal of its machine", null);
    }
    this.#bindings.forgetDevice(id);
  }

  #review(): void {
    this.#closeGone();
    this.#problems.review();
    this.#silence.review();
    this.#standing.review();
    for (const alert of this.book.list()) if (alert.isFlapping) this.#settle(alert);
    this.#offline.review();
    this.#announcer.review();
    this.#flapping.sweep();
    this.#watches.save();
    this.ledger.retry();
    this.pulse.reviewed();
  }

  /** Ends alerts whose subject its machine reports no more: an unmounted disk, a removed container. */
  #closeGone(): void {
    const { machines, states } = this.#context;
    for (const { rule, subject, machineId } of this.book.list()) {
      if (this.#bindingOf(rule, subject)?.rule.derives === "silence") continue;
      const [state, machine] = [states.get(subject), machineId === null ? undefined : machines.get(machineId)];
      if (!state || state.available || machine?.status !== "online") continue;
      const patience = 2 * (machine.intervalSeconds ?? 60) * 1000;
      if (this.#lastReport(machine.id) - state.changedAt > patience) this.#judge.close(subject, null);
    }
  }

  /** When a machine last said how it is, in Unix milliseconds; what it sends of the past does not count. */
  #lastReport(machineId: string): number {
    const { states } = this.#context;
    const reported = states.entitiesOf(machineId).flatMap(({ id }) => states.get(id) ?? []);
    return Math.max(0, ...reported.filter(({ available }) => available).map(({ updatedAt }) => updatedAt));
  }

  /** Ends alerts that no rule would open any more: the rule is gone, or turned off for their subject. */
  #closeUnwatched(): void {
    const { states } = this.#context;
    for (const alert of this.book.list()) {
      const isEntity = states.entity(alert.subject) !== undefined;
      if (!isEntity || this.#bindingOf(alert.rule, alert.subject)) continue;
      this.#watches.forget(alert.rule, alert.subject);
      this.book.resolve(alert, null, "It is not watched any more");
    }
  }

  #bindingOf(ofRule: string, subject: string): Binding | undefined {
    return this.#bindings.of(subject).find(({ rule }) => rule.name === ofRule);
  }

  /** True for an alert that comes and goes: it stays, as one, until it has been steady for a while. */
  #staysOpen(alert: Alert): boolean {
    if (!alert.isFlapping && !this.#flapping.isFlapping(alert, 1)) return false;
    this.#flapping.note(alert);
    if (!alert.isFlapping) this.book.setFlapping(alert, true);
    return true;
  }

  #settle(alert: Alert): void {
    if (!this.#flapping.isSteady(alert)) return;
    const isBad = this.#watches.get(alert.rule, alert.subject)?.opened != null;
    if (isBad) this.book.setFlapping(alert, false);
    else this.book.resolve(alert, null, "It has been steady for a while");
  }
}

function isJudgedAnew(machine: Machine, previous: Machine): boolean {
  return machine.tags !== previous.tags || machine.intervalSeconds !== previous.intervalSeconds;
}
