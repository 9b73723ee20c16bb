import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { apiContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { t } from "../../text/t.ts";
import { addMachineStyles } from "./add-machine-styles.ts";
import "./arrival.ts";
import type { EnrolmentToken, NewEnrolmentToken } from "./enrolment-token.ts";
import "./install-line.ts";
import "./open-lines.ts";

const refreshMilliseconds = 2000;
const path = "/agents/register/tokens";

type Purpose = "one" | "image";

/** Makes the line that installs an agent, and waits with the user for the machine to come in. */
@customElement("hl-add-machine-page")
export class AddMachinePage extends LitElement {
  static override styles = [baseStyles, buttonStyles, addMachineStyles];

  @state() private purpose: Purpose = "one";
  @state() private takesUpdates = false;
  @state() private made: { readonly token: NewEnrolmentToken; readonly purpose: Purpose } | undefined;
  @state() private tokens: readonly EnrolmentToken[] = [];
  @state() private failure: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #api = new ContextConsumer(this, { context: apiContext, callback: () => void this.#load() });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => void this.#load(), refreshMilliseconds);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render() {
    return html`
      <div class="intro">
        <h1>${t("add_machine.title")}</h1>
        <p>${t("add_machine.intro")}</p>
      </div>
      <div class="panel">
        ${this.#renderChoice()}
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
        ${this.#renderLine()}
      </div>
      <hl-open-lines .tokens=${this.tokens} @revoke=${(event: CustomEvent<number>) => this.#revoke(event.detail)}>
      </hl-open-lines>
    `;
  }

  #renderChoice() {
    const segments = [
      { value: "one", label: t("add_machine.one") },
      { value: "image", label: t("add_machine.image") },
    ];
    return html`
      <div class="choice">
        <hl-segments .label=${t("add_machine.purpose")} .value=${this.purpose} .segments=${segments}
          @change=${(event: Event) => this.#choose((event.target as Segments).value as Purpose)}></hl-segments>
        <p class="muted small">${t(`add_machine.${this.purpose}_hint`)}</p>
        <label class="updates">
          <input type="checkbox" .checked=${this.takesUpdates} @change=${(event: Event) => {
            this.takesUpdates = (event.target as HTMLInputElement).checked;
          }} />${t("add_machine.updates")}
        </label>
        <button class="button ${this.made ? "" : "primary"}" type="button" @click=${this.#make}>
          ${t(this.made ? "add_machine.make_another" : "add_machine.make")}
        </button>
      </div>
    `;
  }

  #renderLine() {
    if (!this.made) return nothing;
    const { token, purpose } = this.made;
    const known = this.tokens.find(({ id }) => id === token.id);
    return html`
      <hl-install-line .token=${token} ?image=${purpose === "image"}></hl-install-line>
      <hl-arrival .claim=${known?.claims[0]}></hl-arrival>
    `;
  }

  #choose(purpose: Purpose): void {
    this.purpose = purpose;
  }

  async #make(): Promise<void> {
    const { purpose } = this;
    const limits = purpose === "one" ? {} : { name: t("add_machine.image_name"), expiry_minutes: 43_200, max_uses: 20 };
    const wanted = this.takesUpdates ? { ...limits, updates: true } : limits;
    await this.#attempt(async () => {
      const token = await this.#api.value?.post<NewEnrolmentToken>(path, wanted);
      this.made = token && { token, purpose };
    });
    await this.#load();
  }

  async #revoke(id: number): Promise<void> {
    await this.#attempt(async () => {
      await this.#api.value?.delete(`${path}/${id}`);
      if (this.made?.token.id === id) this.made = undefined;
    });
    await this.#load();
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.failure = undefined;
    } catch (error) {
      this.failure = t("add_machine.failed", { reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A hub that is away is the connection bar's to report; a user who may not see the tokens is told when he makes one. */
  async #load(): Promise<void> {
    const answer = await this.#api.value?.get<{ tokens: readonly EnrolmentToken[] }>(path).catch(() => undefined);
    if (answer) this.tokens = answer.tokens;
  }
}
