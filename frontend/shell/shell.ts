import { Router } from "@lit-labs/router";
import { html, LitElement } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../components/notice.ts";
import { addressOf, pathOf } from "../state/base-path.ts";
import { connectionContext } from "../state/contexts.ts";
import { ObservableController } from "../state/observable-controller.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { greyedStyles } from "../styles/greyed.ts";
import { t } from "../text/t.ts";
import "./alert-news.ts";
import { AlertTab } from "./alert-tab.ts";
import "./bottom-bar.ts";
import "./connection-bar.ts";
import { KeyboardController } from "./keyboard.ts";
import "./keys-dialog.ts";
import type { KeysDialog } from "./keys-dialog.ts";
import type { Page } from "./page.ts";
import type { PageRoute } from "./page-route.ts";
import "./rail.ts";
import { pageRoutes } from "./routes.ts";
import { shellStyles } from "./shell-styles.ts";

/**
 * The frame of the dashboard for somebody who is logged in: navigation around the page that the address names. Fires
 * `ready` when a page's code is there, so that the live stream is not opened before anybody watches.
 */
@customElement("hl-shell")
export class Shell extends LitElement {
  static override styles = [baseStyles, buttonStyles, greyedStyles, shellStyles];

  @state() private path = pathOf(location.pathname);
  @state() private isBroken = false;
  @query("main") private readonly main!: HTMLElement;
  @query("hl-keys-dialog") private readonly keysDialog!: KeysDialog;

  readonly #connection = new ObservableController(this, connectionContext);
  readonly #router = new Router(
    this,
    pageRoutes.map((route) => ({
      path: addressOf(route.path),
      enter: () => this.#enter(route),
      render: (parameters) => route.render(parameters),
    })),
  );

  constructor() {
    super();
    new AlertTab(this);
    new KeyboardController(this, {
      "/": () => void this.#search(),
      "g o": () => void this.#goTo("/"),
      "g a": () => void this.#goTo("/alerts"),
      "g i": () => void this.#goTo("/integrations"),
      "g s": () => void this.#goTo("/settings"),
      "?": () => this.keysDialog.open(),
    });
  }

  protected override render() {
    const isStale = this.#connection.value?.kind === "lost";
    return html`
      <a class="skip button" href="#main" @click=${this.#skip}>${t("app.skip")}</a>
      <hl-rail .path=${this.path} @keys=${() => this.keysDialog.open()}></hl-rail>
      <main id="main" tabindex="-1">
        <hl-connection-bar></hl-connection-bar>
        <div class="page ${isStale ? "greyed" : ""}">${this.isBroken ? renderBroken() : this.#router.outlet()}</div>
      </main>
      <hl-bottom-bar .path=${this.path}></hl-bottom-bar>
      <hl-keys-dialog></hl-keys-dialog>
      <hl-alert-news></hl-alert-news>
    `;
  }

  /** Loads a page's code before it is shown; a page that the user has left meanwhile is not. */
  async #enter(route: PageRoute): Promise<boolean> {
    const path = pathOf(location.pathname);
    this.isBroken = !(await isLoaded(route));
    if (pathOf(location.pathname) !== path) return false;
    const isNewPage = this.path !== path;
    this.path = path;
    document.title = t("app.title", { page: route.title() });
    this.dispatchEvent(new Event("ready"));
    if (isNewPage) this.#startAtTop();
    return true;
  }

  #startAtTop(): void {
    window.scrollTo(0, 0);
    this.main.focus({ preventScroll: true });
  }

  async #goTo(path: string): Promise<void> {
    const address = addressOf(path);
    if (location.pathname === address) return;
    history.pushState({}, "", address);
    await this.#router.goto(address);
    await this.updateComplete;
  }

  async #search(): Promise<void> {
    if (!this.#page?.focusSearch) await this.#goTo("/");
    const page = this.#page;
    await (page as LitElement | null)?.updateComplete;
    page?.focusSearch?.();
  }

  get #page(): Page | null {
    return this.renderRoot.querySelector<Page>("[data-page]");
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.main.focus();
  }
}

/** A page's code may be gone: the hub was updated while the dashboard was open. */
async function isLoaded(route: PageRoute): Promise<boolean> {
  try {
    await route.load();
    return true;
  } catch {
    return false;
  }
}

function renderBroken() {
  return html`
    <hl-notice .heading=${t("app.page_failed.title")} .text=${t("app.page_failed.text")}>
      <button class="button" type="button" @click=${() => location.reload()}>${t("app.reload")}</button>
    </hl-notice>
  `;
}
