import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../../components/notice.ts";
import { apiContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import { integrationsStyles } from "./integrations-styles.ts";

const refreshMilliseconds = 10_000;

type IntegrationState = "running" | "starting" | "retrying" | "failed" | "stopped";

interface IntegrationRecord {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly state: IntegrationState;
  readonly error: string | null;
}

/** How each state looks: the light and the chip. */
const looks = {
  running: { led: "ok", chip: "ok" },
  starting: { led: "unknown", chip: "info" },
  retrying: { led: "warn", chip: "warn" },
  failed: { led: "crit", chip: "crit" },
  stopped: { led: "away", chip: "" },
} as const satisfies Readonly<Record<IntegrationState, { led: string; chip: string }>>;

/** Every integration of the hub with its state, and why it is not running when it is not. */
@customElement("hl-integrations-page")
export class IntegrationsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, chipStyles, ledStyles, skeletonStyles, integrationsStyles];

  @state() private integrations: readonly IntegrationRecord[] | undefined;
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
    return html`<h1>${t("integrations.title")}</h1>${this.#renderContent()}`;
  }

  #renderContent() {
    if (!this.integrations) return this.failure === undefined ? renderSkeleton() : this.#renderFailure(this.failure);
    if (this.integrations.length === 0) {
      return html`<hl-notice icon="integrations" .heading=${t("integrations.empty")}></hl-notice>`;
    }
    return html`<ul>${this.integrations.map(renderIntegration)}</ul>`;
  }

  #renderFailure(reason: string) {
    return html`
      <hl-notice .heading=${t("integrations.failed.title")} .text=${reason}>
        <button class="button" type="button" @click=${this.#load}>${t("app.retry")}</button>
      </hl-notice>
    `;
  }

  async #load(): Promise<void> {
    try {
      const answer = await this.#api.value?.get<{ integrations: readonly IntegrationRecord[] }>("/integrations");
      this.integrations = answer?.integrations;
      this.failure = undefined;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

function renderIntegration({ name, domain, version, description, state, error }: IntegrationRecord) {
  const look = looks[state];
  return html`
    <li>
      <span class="led ${look.led}" aria-hidden="true"></span>
      <div class="text">
        <h2>${name}</h2>
        <p class="muted small">
          <span class="number">${domain}</span> · ${t("integrations.version", { version })}
        </p>
        <p>${description}</p>
        ${error ? html`<p class="error small ${look.chip}">${error}</p>` : nothing}
      </div>
      <span class="chip ${look.chip}">${t(`integrations.${state}`)}</span>
    </li>
  `;
}

function renderSkeleton() {
  return html`
    <div class="loading" role="status" aria-label=${t("integrations.loading")}>
      ${Array.from({ length: 3 }, () => html`<div class="skeleton"></div>`)}
    </div>
  `;
}
