import type { Clock, MachineReader, Notification, NotificationKind, Undo } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";
import type { AlertsConfig } from "../config.ts";
import { groupMessage, messageOf, type Telling } from "./message.ts";

/** Types whose alerts come in many at once, so that a moment is worth waiting for. */
const grouped: ReadonlySet<string> = new Set(["offline"]);
/** Ends come further apart than beginnings: machines boot at their own pace. Milliseconds. */
const groupMilliseconds = { opened: 1000, resolved: 20_000 } as const;

/** What telling people needs. */
export interface AnnouncerParts {
  readonly config: Pick<AlertsConfig, "notify_on" | "cooldowns">;
  readonly clock: Clock;
  readonly machines: MachineReader;
  readonly book: AlertBook;
  readonly send: (notification: Notification) => void;
  /** What keeps an alert quiet now, and why; `null` when nothing does. */
  readonly suppressionOf: (
    alert: Alert,
  ) => { readonly suppression: NonNullable<Alert["suppression"]>; readonly note: string } | null;
}

/** Decides what people are told of alerts: not what is quiet, not twice in a short while, and of many at once in one message. */
export class Announcer {
  readonly #parts: AnnouncerParts;
  readonly #groups = new Map<string, { readonly tellings: Telling[]; readonly undo: Undo }>();

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
  }

  stop(): void {
    for (const { undo } of this.#groups.values()) undo();
  }

  /** Acts on what became of an alert. */
  heard(alert: Alert, { kind }: AlertEvent): void {
    if (kind === "opened" || kind === "escalated") this.#consider(alert, kind);
    else if (kind === "released") this.#consider(alert, alert.notifiedAt === null ? "opened" : "reminder");
    else if (kind === "resolved" && alert.notifiedAt !== null && alert.resolvedBy === null) this.#tellEnd(alert);
  }

  /** Looks at every alert again: what is quiet no more, what was never told, and what is to be told again. */
  review(): void {
    const { book, clock } = this.#parts;
    for (const alert of book.list()) {
      const isQuiet = this.#quieten(alert);
      if (isQuiet || alert.suppression !== null || alert.status !== "open" || this.#isWaiting(alert)) continue;
      if (alert.notifiedAt === null) this.#consider(alert, "opened");
      else if (clock.now() - alert.notifiedAt >= this.#cooldown(alert)) this.#consider(alert, "reminder");
    }
  }

  #consider(alert: Alert, kind: NotificationKind): void {
    if (this.#quieten(alert) || !this.#isWanted(alert)) return;
    if (kind === "opened" && grouped.has(alert.type)) this.#gather(alert, kind);
    else this.#tell(this.#telling(alert, kind));
  }

  /** Brings up to date whether an alert is quiet; true when it is. */
  #quieten(alert: Alert): boolean {
    const { book, suppressionOf } = this.#parts;
    const quiet = suppressionOf(alert);
    if (quiet && alert.suppression === null) book.suppress(alert, quiet.suppression, quiet.note);
    else if (!quiet && alert.suppression !== null) book.suppress(alert, null, null);
    return quiet !== null;
  }

  #tellEnd(alert: Alert): void {
    if (!this.#parts.config.notify_on.resolved || this.#parts.suppressionOf(alert)) return;
    if (grouped.has(alert.type)) this.#gather(alert, "resolved");
    else this.#parts.send(messageOf(this.#telling(alert, "resolved")));
  }

  #tell(telling: Telling): void {
    this.#parts.send(messageOf(telling));
    this.#parts.book.notified(telling.alert, null);
  }

  #gather(alert: Alert, kind: "opened" | "resolved"): void {
    const key = `${alert.type} ${kind}`;
    const group = this.#groups.get(key);
    if (group) return void group.tellings.push(this.#telling(alert, kind));
    const undo = this.#parts.clock.after(groupMilliseconds[kind], () => this.#tellGroup(key));
    this.#groups.set(key, { tellings: [this.#telling(alert, kind)], undo });
  }

  #tellGroup(key: string): void {
    const { book, send } = this.#parts;
    const gathered = this.#groups.get(key)?.tellings ?? [];
    this.#groups.delete(key);
    const isStill = ({ alert, kind }: Telling) => kind === "resolved" || book.get(alert.id)?.status === "open";
    const [first, ...rest] = gathered.filter(isStill);
    if (!first) return;
    send(rest.length === 0 ? messageOf(first) : groupMessage([first, ...rest]));
    if (first.kind === "resolved") return;
    for (const { alert } of [first, ...rest]) book.notified(book.get(alert.id) ?? alert, null);
  }

  #isWaiting(alert: Alert): boolean {
    return [...this.#groups.values()].some(({ tellings }) => tellings.some((one) => one.alert.id === alert.id));
  }

  #isWanted({ severity }: Alert): boolean {
    return this.#parts.config.notify_on[severity];
  }

  #cooldown({ severity }: Alert): number {
    const { critical_minutes: critical, high_minutes: high, medium_minutes: medium } = this.#parts.config.cooldowns;
    const minutes = { critical, high, medium, low: Number.POSITIVE_INFINITY }[severity];
    return minutes * 60_000;
  }

  #telling(alert: Alert, kind: NotificationKind): Telling {
    const machine = alert.machineId === null ? undefined : this.#parts.machines.get(alert.machineId);
    return { alert, kind, machine, now: this.#parts.clock.now() };
  }
}
