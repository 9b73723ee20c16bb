import type { Clock, IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import type { Ledger } from "./ledger.ts";
import { RecentEnds } from "./recent-ends.ts";
import { type AlertRow, alertOf } from "./rows.ts";

/** What is known of an alert when it opens. */
export type AlertDraft = Pick<
  Alert,
  | "rule"
  | "type"
  | "subject"
  | "machineId"
  | "severity"
  | "title"
  | "message"
  | "suggestion"
  | "value"
  | "threshold"
  | "unit"
  | "instance"
  | "since"
  | "causes"
>;

/** Is told what became of an alert. */
export type AlertListener = (alert: Alert, event: AlertEvent) => void;

/** The alerts that are not resolved, in memory and, through the ledger, on disk. */
export class AlertBook {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #byKey = new Map<string, Alert>();
  readonly #byId = new Map<number, Alert>();
  readonly #recent: RecentEnds;
  #listener: AlertListener = () => {};
  #lastId = 0;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#recent = new RecentEnds(clock);
  }

  async load(database: IntegrationDatabase): Promise<void> {
    for (const row of await database.select<AlertRow>("SELECT * FROM alert WHERE status <> 'resolved'")) {
      this.#hold(alertOf(row));
    }
    const [last] = await database.select<{ id: number | null }>("SELECT max(id) AS id FROM alert");
    this.#lastId = last?.id ?? 0;
    await this.#recent.load(database);
  }

  /** Has one listener told, from now on, what becomes of alerts. */
  listen(listener: AlertListener): void {
    this.#listener = listener;
  }

  /** Those that are not resolved. */
  list(): readonly Alert[] {
    return [...this.#byId.values()];
  }

  get(id: number): Alert | undefined {
    return this.#byId.get(id);
  }

  find(rule: string, subject: string): Alert | undefined {
    return this.#byKey.get(keyOf(rule, subject));
  }

  /** Opens an alert, or again the one that ended just now. There is none open of that rule and subject. */
  open(draft: AlertDraft): Alert {
    const ended = this.#recent.take(draft);
    return ended ? this.#reopen(ended, draft) : this.#openNew(draft);
  }

  /** What is acknowledged and becomes worse is open again. */
  escalate(
    alert: Alert,
    worse: Pick<Alert, "severity" | "title" | "message" | "value" | "threshold" | "causes">,
  ): Alert {
    const { since } = alert;
    const reopened = { ...alert, ...worse, since, status: "open", acknowledgedAt: null, acknowledgedBy: null } as const;
    return this.#changed(reopened, "escalated", null, null);
  }

  acknowledge(alert: Alert, by: string): Alert {
    const known = { ...alert, status: "acknowledged", acknowledgedAt: this.#clock.now(), acknowledgedBy: by } as const;
    return this.#changed(known, "acknowledged", by, null);
  }

  /** `by` is `null` when it ended by itself. */
  resolve(alert: Alert, by: string | null, note: string | null): Alert {
    this.#byKey.delete(keyOf(alert.rule, alert.subject));
    this.#byId.delete(alert.id);
    const resolved = { ...alert, status: "resolved", resolvedAt: this.#clock.now(), resolvedBy: by } as const;
    return this.#changed(resolved, "resolved", by, note);
  }

  /** Marks an alert whose value comes and goes, or that is steady again. */
  setFlapping(alert: Alert, isFlapping: boolean): Alert {
    return this.#changed({ ...alert, isFlapping }, isFlapping ? "flapping" : "steady", null, null);
  }

  /** Quietens an alert, or lets it speak again with `null`. */
  suppress(alert: Alert, suppression: Alert["suppression"], note: string | null): Alert {
    return this.#changed({ ...alert, suppression }, suppression ? "suppressed" : "released", null, note);
  }

  /** Notes that people were told: of an alert that is resolved, of its end. */
  notified(alert: Alert, note: string | null): Alert {
    return this.#changed({ ...alert, notifiedAt: this.#clock.now() }, "notified", null, note);
  }

  #openNew(draft: AlertDraft): Alert {
    const alert: Alert = {
      ...draft,
      id: ++this.#lastId,
      status: "open",
      openedAt: this.#clock.now(),
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
      isFlapping: false,
      suppression: null,
      notifiedAt: null,
    };
    return this.#changed(alert, "opened", null, null);
  }

  /** Who was told of its end has to be told again; who was not takes it for open all the time. */
  #reopen(ended: Alert, { since: _since, ...draft }: AlertDraft): Alert {
    const alert: Alert = {
      ...ended,
      ...draft,
      status: "open",
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      isFlapping: false,
      suppression: null,
      notifiedAt: isEndTold(ended) ? null : ended.notifiedAt,
    };
    return this.#changed(alert, "reopened", null, null);
  }

  #hold(alert: Alert): void {
    this.#byKey.set(keyOf(alert.rule, alert.subject), alert);
    this.#byId.set(alert.id, alert);
  }

  #changed(alert: Alert, kind: AlertEvent["kind"], by: string | null, note: string | null): Alert {
    if (alert.status === "resolved") this.#recent.add(alert);
    else this.#hold(alert);
    const event = { alertId: alert.id, at: this.#clock.now(), kind, by, note };
    this.#ledger.saveAlert(alert);
    this.#ledger.addEvent(event);
    this.#listener(alert, event);
    return alert;
  }
}

function isEndTold({ notifiedAt, resolvedAt }: Alert): boolean {
  return notifiedAt !== null && notifiedAt >= (resolvedAt ?? 0);
}

function keyOf(rule: string, subject: string): string {
  return JSON.stringify([rule, subject]);
}
