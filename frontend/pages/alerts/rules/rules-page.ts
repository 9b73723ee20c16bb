import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../../../components/notice.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { apiContext } from "../../../state/contexts.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import "../alerts-head.ts";
import { alertsStyles } from "../alerts-styles.ts";
import { silencesStyles } from "../silences-styles.ts";
import "./rule-exceptions.ts";
import "./rule-list.ts";
import "./rule-preview.ts";
import type { FigurePreview, Preview } from "./rule-record.ts";
import { figures, type Thresholds } from "./thresholds.ts";
import "./thresholds-form.ts";

const path = "/config/thresholds";
const refreshSeconds = 60;
const previewDays = 7;

/** When alerts open: the thresholds, what they would have done, the exceptions from them, and every rule. */
@customElement("hl-rules-page")
export class RulesPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, alertsStyles, silencesStyles];

  @state() private failure: string | undefined;
  @state() private message = "";
  @state() private isTrying = false;
  @state() private previews: readonly FigurePreview[] = [];
  readonly #thresholds = new ResourceController<Thresholds>(this, path, refreshSeconds);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 60);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    return html`
      <hl-alerts-head section="rules"></hl-alerts-head>
      ${this.#renderThresholds()}
      ${this.#permission.mayAdminister ? html`<hl-rule-exceptions></hl-rule-exceptions>` : nothing}
      <hl-rule-list></hl-rule-list>
    `;
  }

  #renderThresholds() {
    const { data, failure } = this.#thresholds;
    if (!data && failure) {
      return html`
        <hl-notice .heading=${t("rules.unread")} .text=${failure.message}>
          <button class="button" type="button" @click=${() => this.#thresholds.reload()}>${t("app.retry")}</button>
        </hl-notice>
      `;
    }
    if (!data) return html`<div class="skeleton" role="status" aria-label=${t("settings.loading")}></div>`;
    return html`
      <section aria-labelledby="thresholds">
        <h2 id="thresholds">${t("rules.thresholds")}</h2>
        <p class="intro">${t("rules.thresholds_intro")}</p>
        <div class="panel">
          <hl-thresholds-form .thresholds=${data} ?editable=${this.#permission.mayAdminister} ?busy=${this.isTrying}
            .message=${this.message} .failure=${this.failure}
            @save=${(event: CustomEvent<Thresholds>) => this.#save(event.detail)}
            @try=${(event: CustomEvent<Thresholds>) => this.#try(event.detail)}></hl-thresholds-form>
          <div role="status" ?hidden=${this.previews.length === 0}>
            <hl-rule-preview .previews=${this.previews} .now=${this.#tick.now}></hl-rule-preview>
          </div>
        </div>
      </section>
    `;
  }

  async #save(thresholds: Thresholds): Promise<void> {
    this.message = "";
    this.failure = undefined;
    try {
      await this.#api.value?.put(path, thresholds);
      this.message = t("rules.saved");
    } catch (error) {
      this.failure = t("rules.save_failed", { reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    await this.#thresholds.reload();
  }

  /** The figures one after the other: the hub has other things to do as well. */
  async #try(thresholds: Thresholds): Promise<void> {
    const api = this.#api.value;
    if (!api) return;
    this.isTrying = true;
    this.failure = undefined;
    const previews: FigurePreview[] = [];
    try {
      for (const figure of figures) {
        const wanted = { type: figure, thresholds: thresholds[figure], days: previewDays };
        previews.push({ figure, preview: await api.post<Preview>("/alerts/rules/preview", wanted) });
      }
      this.previews = previews;
    } catch (error) {
      this.failure = t("rules.try_failed", { reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.isTrying = false;
    }
  }
}
