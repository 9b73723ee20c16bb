import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import { themeContext } from "../state/contexts.ts";
import type { Theme } from "../state/theme.ts";

/** Re-renders its host when dark turns light, by the user's choice or the device's. For what CSS cannot follow. */
export class ThemeChangeController implements ReactiveController {
  readonly #host: LitElement;
  readonly #device = matchMedia("(prefers-color-scheme: dark)");
  #theme: Theme | undefined;
  #unsubscribe: Undo | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, { context: themeContext, callback: (theme) => this.#use(theme) });
  }

  /** `undefined` until the host is connected below a provider. */
  get theme(): Theme | undefined {
    return this.#theme;
  }

  hostConnected(): void {
    this.#device.addEventListener("change", this.#update);
    if (this.#theme) this.#use(this.#theme);
  }

  hostDisconnected(): void {
    this.#device.removeEventListener("change", this.#update);
    this.#unsubscribe?.();
  }

  #use(theme: Theme): void {
    this.#unsubscribe?.();
    this.#theme = theme;
    this.#unsubscribe = theme.choice.subscribe(this.#update);
    this.#update();
  }

  readonly #update = (): void => this.#host.requestUpdate();
}
