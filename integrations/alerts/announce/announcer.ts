import type { IntegrationDatabase, NotificationKind } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import { settlingMilliseconds } from "../settling.ts";
import { Ends } from "./ends.ts";
import { Gathering } from "./gathering.ts";
import { groupMessage, messageOf, type Telling } from "./message.ts";
import { type AnnouncerParts, grouped } from "./parts.ts";

/** Decides what people are told of alerts: not what is quiet, not twice in a short while, and of many at once in one message. */
export class Announcer {
  readonly #parts: AnnouncerParts;
  readonly #openings: Gathering;
  readonly #ends: Ends;
  readonly #settledAt: number;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
    this.#openings = new Gathering(parts.clock, (ids) => this.#tellOpened(ids));
    this.#ends = new Ends(parts, (alerts) => this.#tell(alerts, "resolved"));
    this.#settledAt = parts.clock.monotonic() + settlingMilliseconds;
  }

  /** Takes up what the last run could not tell any more. */
  load(database: IntegrationDatabase): Promise<void> {
    return this.#ends.load(database);
  }

  stop(): void {
    this.#openings.stop();
  }

  /** Acts on what became of an alert. */
  heard(alert: Alert, { kind }: AlertEvent): void {
    if (kind === "opened" || kind === "escalated") this.#consider(alert, kind);
    else if (kind === "reopened" && alert.notifiedAt === null) this.#consider(alert, "opened");
    else if (kind === "resolved") this.#ends.heard(alert);
  }

  /** Looks at every alert again: what is quiet, or is so no more, what was never told, and what is to be told again. */
  review(): void {
    const isSettled = this.#parts.clock.monotonic() >= this.#settledAt;
    for (const alert of this.#parts.book.list()) {
      if (!this.#quieten(alert) && isSettled) this.#reviewOne(alert);
    }
    this.#ends.review();
  }

  #reviewOne(alert: Alert): void {
    if (alert.suppression !== null) {
      this.#release(alert, alert.suppression.kind);
      return;
    }
    if (alert.status !== "open" || this.#openings.has(alert.id)) return;
    if (alert.notifiedAt === null) this.#consider(alert, "opened");
    else if (this.#parts.clock.now() - alert.notifiedAt >= this.#cooldown(alert)) this.#consider(alert, "reminder");
  }

  /** Whoever wanted quiet for a while is told what is still bad; what was spoken for by another alert is told again in its time. */
  #release(alert: Alert, kind: NonNullable<Alert["suppression"]>["kind"]): void {
    const released = this.#parts.book.suppress(alert, null, null);
    if (released.status !== "open") return;
    if (released.notifiedAt === null) this.#consider(released, "opened");
    else if (kind !== "inhibited") this.#consider(released, "reminder");
  }

  #consider(alert: Alert, kind: NotificationKind): void {
    if (this.#quieten(alert) || !this.#isWanted(alert)) return;
    const speaking = alert.suppression === null ? alert : this.#parts.book.suppress(alert, null, null);
    if (kind === "opened" && grouped.has(alert.type)) this.#openings.add(speaking);
    else this.#tell([speaking], kind);
  }

  #isWanted({ rule, severity }: Alert): boolean {
    return this.#parts.notifies(rule) ?? this.#parts.config.notify_on[severity];
  }

  /** Notes that an alert is quiet, if it is; true then. */
  #quieten(alert: Alert): boolean {
    const quiet = this.#parts.suppressionOf(alert);
    if (quiet && alert.suppression === null) this.#parts.book.suppress(alert, quiet.suppression, quiet.note);
    return quiet !== null;
  }

  /** What was acknowledged, or ended, before anybody was told of it is not told. */
  #tellOpened(ids: readonly number[]): void {
    const alerts = ids.flatMap((id) => this.#parts.book.get(id) ?? []).filter(({ status }) => status === "open");
    this.#tell(alerts, "opened");
  }

  /** Tells of one alert, or of several in one message. */
  #tell(alerts: readonly Alert[], kind: NotificationKind): void {
    const [first, ...rest] = alerts.map((alert) => this.#telling(alert, kind));
    if (!first) return;
    this.#parts.send(rest.length === 0 ? messageOf(first) : groupMessage([first, ...rest]));
    for (const alert of alerts) this.#parts.book.notified(alert, null);
  }

  #cooldown({ severity }: Alert): number {
    const { critical_minutes: critical, high_minutes: high, medium_minutes: medium } = this.#parts.config.cooldowns;
    const minutes = { critical, high, medium, low: Number.POSITIVE_INFINITY }[severity];
    return minutes * 60_000;
  }

  #telling(alert: Alert, kind: NotificationKind): Telling {
    const machine = alert.machineId === null ? undefined : this.#parts.machines.get(alert.machineId);
    return { alert, kind, machine, now: this.#parts.clock.now(), timeZone: this.#parts.timeZone };
  }
}
