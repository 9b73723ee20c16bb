import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import "../../components/alert-buttons.ts";
import { typeWord, valueText } from "../../components/alert-words.ts";
import "../../components/icon.ts";
import "../../components/notice.ts";
import { chipOfSeverity, severityMark, severityStyles, severityWord } from "../../components/severity.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatDuration, formatMoment } from "../../format/times.ts";
import { AlertsController } from "../../state/alerts-controller.ts";
import { addressOf } from "../../state/base-path.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { chipStyles } from "../../styles/chips.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import "./alert-advice.ts";
import "./alert-chart.ts";
import "./alert-deliveries.ts";
import type { AlertDetail } from "./alert-detail.ts";
import { alertPageStyles } from "./alert-page-styles.ts";
import "./alert-timeline.ts";
import "./silence-dialog.ts";
import type { SilenceDialog } from "./silence-dialog.ts";

const refreshSeconds = 60;

/** One alert: what it is, what was measured around it, what to do, what happened, and who was told. */
@customElement("hl-alert-page")
export class AlertPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, chipStyles, severityStyles, skeletonStyles, alertPageStyles];

  @property() alertId = "";
  @query("hl-silence-dialog") private readonly silenceDialog!: SilenceDialog;
  readonly #alert = new ResourceController<AlertDetail>(this, null, refreshSeconds);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 15);

  constructor() {
    super();
    new AlertsController(this, () => void this.#alert.reload());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("alertId")) this.#alert.watch(`/alerts/${encodeURIComponent(this.alertId)}`);
  }

  protected override render() {
    const { data, failure } = this.#alert;
    return html`
      ${data ? this.#renderAlert(data) : failure ? this.#renderFailure() : renderSkeleton()}
      <hl-silence-dialog></hl-silence-dialog>
    `;
  }

  protected override updated(): void {
    const { data } = this.#alert;
    if (data) document.title = t("app.title", { page: data.title });
  }

  #renderAlert(alert: AlertDetail) {
    const now = this.#tick.now;
    return html`
      ${renderBreadcrumb()}
      <div class="top">
        <div class="name">
          ${severityMark(alert.status === "resolved" ? "resolved" : alert.severity)}
          <h1>${alert.title}</h1>
        </div>
        <div class="actions">
          <hl-alert-buttons prominent .alert=${alert}></hl-alert-buttons>
          ${this.#renderSilence(alert)}
        </div>
        <div class="chips">${this.#renderChips(alert)}</div>
        ${alert.suppression === null ? nothing : html`<p class="quiet">${t(`alert.${alert.suppression}_long`)}</p>`}
      </div>
      <div class="columns">
        <div class="main">
          <hl-alert-chart .alert=${alert}></hl-alert-chart>
          <hl-alert-timeline .alert=${alert} .now=${now}></hl-alert-timeline>
        </div>
        <div class="side">
          <hl-alert-advice .alert=${alert}></hl-alert-advice>
          <hl-alert-deliveries .alertId=${alert.id} .now=${now}></hl-alert-deliveries>
        </div>
      </div>
    `;
  }

  #renderSilence(alert: AlertDetail) {
    if (!this.#permission.mayAct || alert.suppression === "silenced") return nothing;
    return html`
      <button class="button compact" type="button" aria-haspopup="dialog" @click=${() => this.silenceDialog.ask(alert)}>
        <hl-icon name="silence"></hl-icon>${t("silence.this")}
      </button>
    `;
  }

  #renderChips(alert: AlertDetail) {
    const { severity, status, server_id: machine, server_name: name, actual_value: value, threshold_value } = alert;
    return html`
      <span class="chip ${status === "resolved" ? "ok" : chipOfSeverity[severity]}">${severityWord(severity)} · ${t(`alerts.${status}`)}</span>
      ${machine === null ? nothing : html`<a class="chip link" href=${addressOf(`/machines/${machine}`)}>${name}</a>`}
      <span class="chip">${typeWord(alert.alert_type)}</span>
      ${value === null ? nothing : html`<span class="chip">${t("alert.value")} ${valueText(value, alert.unit)}</span>`}
      ${threshold_value === null ? nothing : html`<span class="chip">${t("alert.threshold")} ${valueText(threshold_value, alert.unit)}</span>`}
      <span class="chip">${this.#when(alert)}</span>
      ${alert.is_flapping ? html`<span class="chip warn">${t("alert.flapping")}</span>` : nothing}
    `;
  }

  #when({ since, resolved_at: endedAt }: AlertDetail): string {
    const begin = Date.parse(since);
    const end = endedAt === null ? this.#tick.now : Date.parse(endedAt);
    const duration = formatDuration((end - begin) / 1000);
    if (endedAt !== null) return t("alert.lasted", { duration });
    return `${t("alert.since", { time: formatMoment(begin, this.#tick.now) })}, ${t("alert.for", { duration })}`;
  }

  #renderFailure() {
    const { failure } = this.#alert;
    const isMissing = failure?.status === 404 || failure?.status === 422;
    const heading = t(isMissing ? "alert.missing.title" : "alert.failed");
    const text = isMissing ? t("alert.missing.text", { id: this.alertId }) : (failure?.message ?? "");
    return html`
      <h1 class="visually-hidden">${heading}</h1>
      <hl-notice icon="nothing" .heading=${heading} .text=${text}>
        <a class="button" href=${addressOf("/alerts")}>${t("alert.missing.back")}</a>
      </hl-notice>
    `;
  }
}

function renderBreadcrumb() {
  return html`
    <nav class="small muted" aria-label=${t("alert.breadcrumb")}>
      <a href=${addressOf("/alerts")}>${t("alerts.title")}</a> /
    </nav>
  `;
}

function renderSkeleton() {
  return html`
    <div class="skeleton head-skeleton" role="status" aria-label=${t("alerts.loading")}></div>
    <div class="columns">
      <div class="main"><div class="skeleton chart-skeleton"></div></div>
      <div class="side"><div class="skeleton chart-skeleton"></div></div>
    </div>
  `;
}
