import type { IntegrationDatabase, Logger, Notification, SqlStatement } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import type { Watch } from "../evaluation/watch.ts";
import { saveAlert, saveEvent } from "./rows.ts";

/**
 * Writes what became of alerts: alerts, their events, what is remembered of subjects, and the messages that go with them, all that came
 * together in one transaction. What the disk refuses is written with the next.
 */
export class Ledger {
  readonly #database: IntegrationDatabase;
  readonly #log: Logger;
  #alerts = new Map<number, Alert>();
  #events: AlertEvent[] = [];
  #watches = new Map<string, SqlStatement>();
  #notifications: Notification[] = [];
  #writing: Promise<void> | null = null;
  #isFailing = false;

  constructor(database: IntegrationDatabase, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  saveAlert(alert: Alert): void {
    this.#alerts.set(alert.id, alert);
    this.#plan();
  }

  addEvent(event: AlertEvent): void {
    this.#events.push(event);
    this.#plan();
  }

  notify(notification: Notification): void {
    this.#notifications.push(notification);
    this.#plan();
  }

  /** Keeps what is remembered of a subject; `null` forgets it. */
  saveWatch(rule: string, subject: string, watch: Watch | null): void {
    const values = { rule, subject };
    this.#watches.set(
      JSON.stringify([rule, subject]),
      watch === null
        ? { sql: "DELETE FROM alert_watch WHERE rule = $rule AND subject = $subject", values }
        : {
            sql: "INSERT OR REPLACE INTO alert_watch (rule, subject, state) VALUES ($rule, $subject, $state)",
            values: { ...values, state: JSON.stringify(watch) },
          },
    );
    this.#plan();
  }

  /** What was to be written last could not be; it waits in memory. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Resolves when everything so far is on disk. Rejects when it cannot be written; it is kept then. */
  async written(): Promise<void> {
    while (this.#writing) await this.#writing;
    if (this.#hasMore()) await this.#write();
  }

  /** Writes what could not be written before, if anything. */
  retry(): void {
    if (this.#hasMore()) this.#plan();
  }

  /** What comes in one go is written in one go. */
  #plan(): void {
    this.#writing ??= Promise.resolve()
      .then(() => this.#write())
      .catch((error: unknown) => this.#complain(error))
      .finally(() => {
        this.#writing = null;
        if (this.#hasMore() && !this.#isFailing) this.#plan();
      });
  }

  #hasMore(): boolean {
    return this.#alerts.size + this.#events.length + this.#watches.size + this.#notifications.length > 0;
  }

  async #write(): Promise<void> {
    const [alerts, events, watches, notifications] = [this.#alerts, this.#events, this.#watches, this.#notifications];
    [this.#alerts, this.#events, this.#watches, this.#notifications] = [new Map(), [], new Map(), []];
    const statements = [...[...alerts.values()].map(saveAlert), ...events.map(saveEvent), ...watches.values()];
    try {
      await this.#database.write(statements, notifications);
    } catch (error) {
      // What became different in the meantime wins over what could not be written.
      this.#alerts = new Map([...alerts, ...this.#alerts]);
      this.#watches = new Map([...watches, ...this.#watches]);
      this.#events = [...events, ...this.#events];
      this.#notifications = [...notifications, ...this.#notifications];
      throw error;
    }
    if (this.#isFailing) this.#log.info("Alerts are being stored again");
    this.#isFailing = false;
  }

  #complain(error: unknown): void {
    if (!this.#isFailing) this.#log.error("Alerts cannot be stored; they wait in memory", { error });
    this.#isFailing = true;
  }
}
