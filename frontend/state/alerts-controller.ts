import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import type { AlertRecord } from "./alert-record.ts";
import type { AlertStore } from "./alert-store.ts";
import { alertsContext } from "./contexts.ts";

/** Follows the alerts of one machine, or all of them, and re-renders its host when they change. */
export class AlertsController implements ReactiveController {
  readonly #host: LitElement;
  readonly #onChanged: () => void;
  #store: AlertStore | undefined;
  #machineId: string | null = null;
  #unwatch: Undo | undefined;

  /** Follows every alert until it is told otherwise. `onChanged` is called when one changes, at most once a frame. */
  constructor(host: LitElement, onChanged: () => void = () => {}) {
    this.#host = host;
    this.#onChanged = onChanged;
    host.addController(this);
    new ContextConsumer(host, { context: alertsContext, callback: (store) => this.#use(store) });
  }

  /** `undefined` until the host is connected below a provider. */
  get store(): AlertStore | undefined {
    return this.#store;
  }

  /** What is followed, the worst first. */
  get alerts(): readonly AlertRecord[] {
    if (!this.#store) return [];
    return this.#machineId === null ? this.#store.list() : this.#store.ofMachine(this.#machineId);
  }

  /** Follows only the alerts of that machine. */
  watch(machineId: string): void {
    if (machineId === this.#machineId) return;
    this.#machineId = machineId;
    this.#rewatch();
  }

  hostConnected(): void {
    this.#rewatch();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #use(store: AlertStore): void {
    this.#store = store;
    this.#rewatch();
  }

  #rewatch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (!this.#store || !this.#host.isConnected) return;
    this.#unwatch = this.#store.watch(this.#machineId, () => {
      this.#onChanged();
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }
}
