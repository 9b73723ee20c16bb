import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../components/icon.ts";
import "../../shell/brand.ts";
import { sessionContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";
import { loginMessage } from "./login-message.ts";
import { loginStyles } from "./login-styles.ts";

/** Logs in with an API key, or with the token of a one-time link: `/login#<token>`. */
@customElement("hl-login-page")
export class LoginPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, loginStyles];

  @state() private isBusy = false;
  @state() private isKeyShown = false;
  @state() private failure = "";
  @query("input") private readonly input!: HTMLInputElement;
  @state() private way: "key" | "link" = "key";
  readonly #session = new ContextConsumer(this, { context: sessionContext });

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("app.title", { page: t("login.title") });
    window.addEventListener("hashchange", this.#followLink);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#followLink);
  }

  protected override firstUpdated(): void {
    this.input.focus();
    this.#followLink();
  }

  protected override render() {
    return html`
      <main>
        <hl-brand></hl-brand>
        <form @submit=${this.#submit} novalidate>
          <h1>${t("login.title")}</h1>
          <p class="small muted" id="intro">${t("login.intro")}</p>
          <label for="key">${t("login.key")}</label>
          ${this.#renderKey()}
          ${this.failure ? html`<p class="failure small" id="failure" role="alert">${this.failure}</p>` : nothing}
          <button class="button primary" ?disabled=${this.isBusy}>${this.#buttonText()}</button>
        </form>
      </main>
    `;
  }

  #renderKey() {
    return html`
      <div class="field">
        <hl-icon name="key"></hl-icon>
        <input id="key" name="key" type=${this.isKeyShown ? "text" : "password"} class="number"
          autocomplete="current-password" autocapitalize="off" spellcheck="false" placeholder=${t("login.key_hint")}
          aria-invalid=${this.failure ? "true" : "false"} aria-describedby=${this.failure ? "failure" : "intro"} />
        <button class="reveal" type="button" aria-label=${t(this.isKeyShown ? "login.hide" : "login.show")}
          @click=${() => {
            this.isKeyShown = !this.isKeyShown;
          }}>
          <hl-icon name=${this.isKeyShown ? "hide" : "show"}></hl-icon>
        </button>
      </div>
    `;
  }

  #buttonText(): string {
    if (!this.isBusy) return t("login.submit");
    return t(this.way === "link" ? "login.link_busy" : "login.busy");
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const key = this.input.value.trim();
    if (!key) this.failure = t("login.empty");
    else void this.#login("key", () => this.#session.value?.loginWithKey(key));
  }

  /** The link may be opened in a window that shows this page already. */
  readonly #followLink = (): void => {
    const token = takeLinkToken();
    if (token) void this.#login("link", () => this.#session.value?.loginWithLink(token));
  };

  async #login(way: "key" | "link", run: () => Promise<void> | undefined): Promise<void> {
    this.way = way;
    this.isBusy = true;
    this.failure = "";
    try {
      await run();
    } catch (error) {
      this.failure = loginMessage(error, way);
      this.input.focus();
    } finally {
      this.isBusy = false;
    }
  }
}

/** Reads the token and removes it from the address bar and the history, so that nobody reads it there. */
function takeLinkToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}
