import type { Clock, Undo } from "../../core/sdk/index.ts";
import { type AlertPage, type AlertRecord, byWorst, needsAttention } from "./alert-record.ts";
import type { ApiClient } from "./api-client.ts";
import type { EventFeed } from "./event-feed.ts";
import { Notifier } from "./notifier.ts";
import { Observable } from "./observable.ts";

/** What comes within this time is asked for at once: one cause often opens many alerts. */
const gatherMilliseconds = 200;
const retryMilliseconds = 10_000;
const pageSize = 500;
/** Nobody works through more; the page of alerts says how many there are in all. */
const mostPages = 4;
const anyMachine = "*";

/** What the store is made of. */
export interface AlertStoreOptions {
  readonly api: ApiClient;
  readonly feed: EventFeed;
  readonly clock: Pick<Clock, "after">;
  readonly nextFrame: (task: () => void) => void;
}

/** The alerts that are not resolved, kept current by the hub's events. */
export class AlertStore {
  /** The alerts that opened since the page was opened and need attention: the latest batch. */
  readonly opened = new Observable<readonly AlertRecord[]>([]);
  readonly #options: AlertStoreOptions;
  readonly #notifier: Notifier;
  #alerts: readonly AlertRecord[] = [];
  #byMachine = new Map<string, readonly AlertRecord[]>();
  #newestId: number | undefined;
  #attempt = 0;
  #failure: unknown;
  #unfollow: Undo | undefined;
  #unplan: Undo | undefined;

  constructor(options: AlertStoreOptions) {
    this.#options = options;
    this.#notifier = new Notifier(options.nextFrame);
  }

  /** Follows the hub's alerts. They are read when the live stream opens, and again whenever one changes. */
  start(): void {
    this.#unfollow ??= this.#options.feed.follow("alerts.alert_changed", () =>
      this.#plan(this.loaded ? gatherMilliseconds : 0),
    );
  }

  /** Forgets everything, as when nobody is logged in. */
  stop(): void {
    this.#unfollow?.();
    this.#unplan?.();
    this.#unfollow = undefined;
    this.#unplan = undefined;
    this.#attempt += 1;
    this.#newestId = undefined;
    this.#take([]);
  }

  /** False until the hub has said which alerts there are. */
  get loaded(): boolean {
    return this.#newestId !== undefined;
  }

  /** Why they could not be read, until they are. */
  get failure(): unknown {
    return this.#failure;
  }

  /** All that are not resolved, the worst first. The same array until one changes. */
  list(): readonly AlertRecord[] {
    return this.#alerts;
  }

  /** Those of a machine, the worst first. */
  ofMachine(id: string): readonly AlertRecord[] {
    return this.#byMachine.get(id) ?? [];
  }

  /** Calls `listener` at most once per frame when alerts change: of one machine, or any when `id` is `null`. */
  watch(id: string | null, listener: () => void): Undo {
    return this.#notifier.watch([id ?? anyMachine], listener);
  }

  /** Says that the user takes care of it. Throws `ApiError`. */
  async acknowledge(id: number): Promise<void> {
    this.#put(await this.#options.api.post<AlertRecord>(`/alerts/${id}/acknowledge`));
  }

  /** Ends it by hand. Throws `ApiError`. */
  async resolve(id: number): Promise<void> {
    this.#put(await this.#options.api.post<AlertRecord>(`/alerts/${id}/resolve`));
  }

  /** Reads the alerts now. */
  async load(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const alerts = await this.#read();
      if (attempt !== this.#attempt) return;
      this.#failure = undefined;
      this.#announce(alerts);
      this.#take(alerts);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#failure = error;
      this.#notifier.touch(anyMachine);
      this.#plan(retryMilliseconds);
    }
  }

  #plan(milliseconds: number): void {
    if (!this.#unfollow || this.#unplan) return;
    this.#unplan = this.#options.clock.after(milliseconds, () => {
      this.#unplan = undefined;
      void this.load();
    });
  }

  async #read(): Promise<readonly AlertRecord[]> {
    const alerts = new Map<number, AlertRecord>();
    for (let page = 0; page < mostPages; page += 1) {
      const query = `status=active&limit=${pageSize}&offset=${page * pageSize}`;
      const { alerts: some, total } = await this.#options.api.get<AlertPage>(`/alerts?${query}`);
      for (const alert of some) alerts.set(alert.id, alert);
      if ((page + 1) * pageSize >= total) break;
    }
    return [...alerts.values()].sort(byWorst);
  }

  /** Ids grow: what is above the newest one known has opened since. */
  #announce(alerts: readonly AlertRecord[]): void {
    const newestId = this.#newestId;
    this.#newestId = Math.max(newestId ?? 0, ...alerts.map(({ id }) => id));
    if (newestId === undefined) return;
    const opened = alerts.filter((alert) => alert.id > newestId && needsAttention(alert));
    if (opened.length > 0) this.opened.set(opened);
  }

  #put(alert: AlertRecord): void {
    // What is being read may be older than this.
    this.#attempt += 1;
    const others = this.#alerts.filter(({ id }) => id !== alert.id);
    this.#take(alert.status === "resolved" ? others : [...others, alert].sort(byWorst));
    this.#plan(gatherMilliseconds);
  }

  /** What is as it was stays the same object, so that only what changed is drawn again. */
  #take(alerts: readonly AlertRecord[]): void {
    const before = this.#byMachine;
    const known = new Map(this.#alerts.map((alert) => [alert.id, alert]));
    this.#alerts = alerts.map((alert) => sameOr(known.get(alert.id), alert));
    this.#byMachine = Map.groupBy(this.#alerts, ({ server_id: id }) => id ?? "");
    this.#notifier.touch(anyMachine);
    for (const id of new Set([...before.keys(), ...this.#byMachine.keys()])) {
      if (signature(before.get(id)) !== signature(this.#byMachine.get(id))) this.#notifier.touch(id);
    }
  }
}

function sameOr(known: AlertRecord | undefined, alert: AlertRecord): AlertRecord {
  return known && JSON.stringify(known) === JSON.stringify(alert) ? known : alert;
}

function signature(alerts: readonly AlertRecord[] = []): string {
  return alerts.map(({ id, severity, status, suppression }) => `${id} ${severity} ${status} ${suppression}`).join();
}
