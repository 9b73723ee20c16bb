import type { Undo } from "../../core/sdk/index.ts";
import { type AlertRecord, needsAttention } from "./alert-record.ts";
import type { AlertStore } from "./alert-store.ts";
import { addressOf } from "./base-path.ts";
import { Observable } from "./observable.ts";

/**
 * Whether this browser shows new alerts as notices of the system. `insecure`: browsers allow that only to pages over HTTPS;
 * `refused`: the user said no to the browser, and only there can say yes again.
 */
export type NoticeState = "unsupported" | "insecure" | "refused" | "off" | "on";

/** A notice that is shown. */
export type ShownNotice = Pick<Notification, "onclick" | "close">;

/** What the browser offers: `window.Notification`. */
export interface NoticeSystem {
  readonly permission: NotificationPermission;
  requestPermission(): Promise<NotificationPermission>;
  new (title: string, options: NotificationOptions): ShownNotice;
}

/** What the notices are made of. */
export interface BrowserNoticesOptions {
  readonly alerts: AlertStore;
  /** `undefined` where the browser has none. */
  readonly system: NoticeSystem | undefined;
  readonly isSecure: boolean;
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  /** Shows a page of the dashboard. */
  readonly open: (address: string) => void;
}

const storageKey = "homelabcmd.notices";

/**
 * Shows new alerts as notices of the user's system while a page of the dashboard is open: one for an alert, in however many
 * windows it is open, and none for what somebody knows of. The browser is asked only when the user says so.
 */
export class BrowserNotices {
  readonly state: Observable<NoticeState>;
  readonly #options: BrowserNoticesOptions;
  readonly #shown = new Map<number, ShownNotice>();
  readonly #undo: Undo[] = [];
  #isWanted: boolean;

  constructor(options: BrowserNoticesOptions) {
    this.#options = options;
    this.#isWanted = this.#stored() === "on";
    this.state = new Observable(this.#read());
  }

  start(): void {
    const { alerts } = this.#options;
    this.#undo.push(alerts.opened.subscribe((opened) => this.#show(opened)));
    this.#undo.push(alerts.watch(null, () => this.#closeKnown()));
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const notice of this.#shown.values()) notice.close();
    this.#shown.clear();
  }

  /** Turns them on; asks the browser for permission. Call it from a click. */
  async turnOn(): Promise<void> {
    this.#want(true);
    if (this.#options.isSecure) await this.#options.system?.requestPermission();
    this.state.set(this.#read());
  }

  turnOff(): void {
    this.#want(false);
    this.state.set(this.#read());
  }

  #read(): NoticeState {
    const { system, isSecure } = this.#options;
    if (!system) return "unsupported";
    if (!isSecure) return "insecure";
    if (system.permission === "denied") return "refused";
    return system.permission === "granted" && this.#isWanted ? "on" : "off";
  }

  #show(opened: readonly AlertRecord[]): void {
    const { system: System, open } = this.#options;
    if (this.state.value !== "on" || !System) return;
    for (const { id, title, message } of opened) {
      // The same tag in another window is the same notice.
      const options = { tag: `homelabcmd-alert-${id}`, ...(message === null ? {} : { body: message }) };
      const notice = this.#tryTo(() => new System(title, options));
      if (!notice) return;
      notice.onclick = () => {
        notice.close();
        open(addressOf(`/alerts/${id}`));
      };
      this.#shown.set(id, notice);
    }
  }

  /** Phones let only service workers show notices, and say so when it is tried. */
  #tryTo(show: () => ShownNotice): ShownNotice | undefined {
    try {
      return show();
    } catch {
      this.state.set("unsupported");
      return undefined;
    }
  }

  #closeKnown(): void {
    const unknown = new Set(
      this.#options.alerts
        .list()
        .filter(needsAttention)
        .map(({ id }) => id),
    );
    for (const [id, notice] of this.#shown) {
      if (unknown.has(id)) continue;
      notice.close();
      this.#shown.delete(id);
    }
  }

  #stored(): string | null {
    try {
      return this.#options.storage.getItem(storageKey);
    } catch {
      return null; // Storage is forbidden in some private windows.
    }
  }

  #want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    try {
      this.#options.storage.setItem(storageKey, isWanted ? "on" : "off");
    } catch {
      // The wish then lasts as long as the page.
    }
  }
}
