import { type Context, ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import type { Observable } from "./observable.ts";

/** Follows an observable that a context provides, and re-renders its host when the value changes. */
export class ObservableController<Value> implements ReactiveController {
  readonly #host: LitElement;
  #observable: Observable<Value> | undefined;
  #unsubscribe: Undo | undefined;

  constructor(host: LitElement, context: Context<unknown, Observable<Value>>) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, { context, callback: (observable) => this.#use(observable) });
  }

  /** `undefined` until the host is connected below a provider. */
  get value(): Value | undefined {
    return this.#observable?.value;
  }

  hostConnected(): void {
    if (this.#observable) this.#use(this.#observable);
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #use(observable: Observable<Value>): void {
    this.#unsubscribe?.();
    this.#observable = observable;
    this.#unsubscribe = observable.subscribe(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }
}
