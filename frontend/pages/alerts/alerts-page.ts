import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../components/alert-row.ts";
import type { AlertRow } from "../../components/alert-row.ts";
import "../../components/notice.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatAge } from "../../format/times.ts";
import { MachineController } from "../../sdk/index.ts";
import type { AlertRecord, AlertStatus } from "../../state/alert-record.ts";
import { AlertsController } from "../../state/alerts-controller.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import {
  type AlertsFilter,
  alertStatuses,
  formatAlertsFilter,
  matchesAlertsFilter,
  noFilter,
  parseAlertsFilter,
  resolvedQuery,
} from "./alerts-filter.ts";
import "./alerts-head.ts";
import { alertsStyles } from "./alerts-styles.ts";
import "./alerts-tools.ts";
import "./all-is-well.ts";
import "./pending-list.ts";
import { ResolvedAlerts } from "./resolved-alerts.ts";

/** How many of a group are drawn until the user asks for more: a thousand at once would make scrolling jump. */
const groupSize = 100;
/** Ages move on at this pace, so that rows are not drawn again for nothing. */
const paceMilliseconds = 10_000;

/** Every alert: what is open, what somebody takes care of, and what is over. */
@customElement("hl-alerts-page")
export class AlertsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, alertsStyles];

  /** The query part of the address, which keeps the filter. */
  @property() locationQuery = "";
  @state() private filter: AlertsFilter = noFilter;
  /** How many of a group are drawn. */
  @state() private most = groupSize;

  readonly #resolved = new ResolvedAlerts(this);
  readonly #active = new AlertsController(this, () => void this.#resolved.reload());
  readonly #machines = new MachineController(this);
  readonly #tick = new TickController(this, 30);

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("locationQuery")) this.filter = parseAlertsFilter(this.locationQuery);
    this.#resolved.watch(resolvedQuery(this.filter));
  }

  protected override render() {
    const { store } = this.#active;
    return html`
      <hl-alerts-head section="alerts"></hl-alerts-head>
      ${store?.loaded ? this.#renderAll() : store?.failure ? this.#renderFailure(store.failure) : renderSkeleton()}
    `;
  }

  #renderAll() {
    const active = this.#active.alerts;
    const matching = active.filter((alert) => matchesAlertsFilter(alert, this.filter));
    const groups: Record<AlertStatus, readonly AlertRecord[]> = {
      open: matching.filter(({ status }) => status === "open"),
      acknowledged: matching.filter(({ status }) => status === "acknowledged"),
      resolved: this.#resolved.page?.alerts ?? [],
    };
    const { status } = this.filter;
    const shown = alertStatuses.filter((group) => status === "all" || status === group);
    const isFiltered = formatAlertsFilter(this.filter) !== "";
    const isEmpty = shown.every((group) => groups[group].length === 0) && this.#resolved.page !== undefined;
    return html`
      <hl-alerts-tools .filter=${this.filter} .counts=${this.#counts(groups)} .types=${[...new Set(active.map(({ alert_type: type }) => type))]}
        @filter=${(event: CustomEvent<AlertsFilter>) => this.#show(event.detail)}></hl-alerts-tools>
      <hl-pending-list></hl-pending-list>
      ${groups.open.length === 0 && !isFiltered ? this.#renderWell(groups) : nothing}
      ${shown.map((group) => this.#renderGroup(group, groups[group]))}
      ${isFiltered && isEmpty ? this.#renderNothing() : nothing}
      ${this.#renderOlder(shown)}
    `;
  }

  #counts({ open, acknowledged }: Record<AlertStatus, readonly AlertRecord[]>) {
    const total = this.#resolved.page?.total;
    return {
      open: open.length,
      acknowledged: acknowledged.length,
      ...(total === undefined ? {} : { resolved: total }),
    };
  }

  #renderGroup(group: AlertStatus, alerts: readonly AlertRecord[]) {
    if (alerts.length === 0) return nothing;
    const now = Math.floor(this.#tick.now / paceMilliseconds) * paceMilliseconds;
    const drawn = group === "resolved" ? alerts : alerts.slice(0, this.most);
    return html`
      <section aria-labelledby=${group} @acted=${(event: CustomEvent<number>) => this.#refocus(event.detail)}>
        <h2 id=${group} tabindex="-1">${t(`alerts.${group}`)} <span class="number muted">${this.#countOf(group, alerts)}</span></h2>
        <ul class="rows long">
          ${repeat(
            drawn,
            ({ id }) => id,
            (alert) => html`
              <li><hl-alert-row data-alert=${alert.id} .alert=${alert} .now=${now}></hl-alert-row></li>
            `,
          )}
        </ul>
        ${drawn.length === alerts.length ? nothing : this.#renderMore(alerts.length - drawn.length)}
      </section>
    `;
  }

  #renderMore(rest: number) {
    return html`
      <button class="button older" type="button" @click=${() => {
        this.most += groupSize;
      }}>${t("alerts.show_more", { count: Math.min(rest, groupSize), rest })}</button>
    `;
  }

  #countOf(group: AlertStatus, alerts: readonly AlertRecord[]): string | number {
    const total = this.#resolved.page?.total ?? 0;
    if (group !== "resolved" || total === alerts.length) return alerts.length;
    return t("alerts.more_resolved", { shown: alerts.length, total });
  }

  #renderWell({ acknowledged, resolved }: Record<AlertStatus, readonly AlertRecord[]>) {
    if (acknowledged.length > 0) {
      const text = t("alerts.handled.text", { count: acknowledged.length });
      return html`<hl-all-is-well .heading=${t("alerts.handled.title")} .text=${text}></hl-all-is-well>`;
    }
    const last = resolved[0]?.resolved_at ?? null;
    const note = last === null ? "" : t("alerts.well.last", { age: formatAge(Date.parse(last), this.#tick.now) });
    const text = t("alerts.well.text", { count: this.#machines.machines.length });
    return html`<hl-all-is-well .heading=${t("alerts.well.title")} .text=${text} .note=${note}></hl-all-is-well>`;
  }

  #renderNothing() {
    return html`
      <hl-notice icon="nothing" .heading=${t("alerts.nothing.title")} .text=${t("alerts.nothing.text")}>
        <button class="button" type="button" @click=${() => this.#show(noFilter)}>${t("alerts.filter.reset")}</button>
      </hl-notice>
    `;
  }

  #renderOlder(shown: readonly AlertStatus[]) {
    const { page, failure } = this.#resolved;
    if (!shown.includes("resolved")) return nothing;
    if (failure)
      return html`<p class="muted" role="status">${t("alerts.older_failed", { reason: failure.message })}</p>`;
    if (!page || page.alerts.length >= page.total) return nothing;
    return html`
      <button class="button older" type="button" @click=${() => this.#resolved.more()}>${t("alerts.older")}</button>
    `;
  }

  #renderFailure(failure: unknown) {
    const text = failure instanceof Error ? failure.message : String(failure);
    return html`
      <hl-notice .heading=${t("alerts.failed")} .text=${text}>
        <button class="button" type="button" @click=${() => this.#active.store?.load()}>${t("app.retry")}</button>
      </hl-notice>
    `;
  }

  #show(filter: AlertsFilter): void {
    this.filter = filter;
    this.most = groupSize;
    history.replaceState(history.state, "", addressOf(`/alerts${formatAlertsFilter(filter)}`));
  }

  /** An alert that was acted on moves to another group: the focus goes with it, or to what is left of the list. */
  async #refocus(id: number): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    const row = this.renderRoot.querySelector<AlertRow>(`[data-alert="${id}"]`);
    (row ?? this.renderRoot.querySelector<HTMLElement>("h2"))?.focus();
  }
}

function renderSkeleton() {
  return html`
    <div class="rows skeletons" role="status" aria-label=${t("alerts.loading")}>
      ${Array.from({ length: 5 }, () => html`<div class="skeleton"></div>`)}
    </div>
  `;
}
