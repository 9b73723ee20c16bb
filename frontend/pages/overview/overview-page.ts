import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../components/icon.ts";
import "../../components/notice.ts";
import "../../components/search-field.ts";
import type { SearchField } from "../../components/search-field.ts";
import "../../components/segments.ts";
import type { Segment, Segments } from "../../components/segments.ts";
import { type DashboardMachine, HistoryController, MachineController } from "../../sdk/index.ts";
import type { Page } from "../../shell/page.ts";
import { AlertsController } from "../../state/alerts-controller.ts";
import { addressOf } from "../../state/base-path.ts";
import { SubscriptionController } from "../../state/subscription-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import "./alert-strip.ts";
import "./machine-card.ts";
import { cardKeys } from "./machine-figures.ts";
import "./offline-banner.ts";
import { summaryPatterns } from "./fleet-summary.ts";
import {
  countByStatus,
  formatFilter,
  matchesFilter,
  type OverviewFilter,
  parseFilter,
  type StatusFilter,
} from "./overview-filter.ts";
import { overviewStyles } from "./overview-styles.ts";
import "./summary-bar.ts";

const filterOrder = ["all", "online", "offline", "away", "unknown"] as const satisfies readonly StatusFilter[];

/** Every machine at a glance. It re-renders when a machine's record changes; the cards follow their readings alone. */
@customElement("hl-overview-page")
export class OverviewPage extends LitElement implements Page {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, overviewStyles];

  /** The query part of the address, which keeps search and filter. */
  @property() locationQuery = "";
  @state() private filter: OverviewFilter = { search: "", status: "all" };
  @query("hl-search-field") private readonly searchField!: SearchField;

  readonly #machines = new MachineController(this);
  readonly #alerts = new AlertsController(this);
  readonly #history = new HistoryController(this, "loads");

  constructor() {
    super();
    this.#machines.watchAll();
    this.#history.watch({ entities: ["*.cpu_percent"], range: "1h", points: 60 });
    new SubscriptionController(this).keep(...cardKeys.map((key) => `*.${key}`), ...summaryPatterns);
  }

  focusSearch(): void {
    this.searchField.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("locationQuery")) this.filter = parseFilter(this.locationQuery);
  }

  protected override render() {
    const { machines, loaded } = this.#machines;
    const isEmpty = loaded && machines.length === 0;
    return html`
      <div class="top">
        <h1>${t("overview.title")}</h1>
        ${isEmpty ? nothing : this.#renderTools(machines)}
        ${isEmpty ? nothing : renderAdd("")}
      </div>
      ${loaded ? (isEmpty ? renderEmpty() : this.#renderFleet(machines)) : renderSkeleton()}
    `;
  }

  #renderTools(machines: readonly DashboardMachine[]) {
    const segments = segmentsOf(machines);
    return html`
      <hl-search-field .label=${t("overview.search")} .value=${this.filter.search}
        @input=${(event: Event) => this.#show({ search: (event.target as SearchField).value })}></hl-search-field>
      ${segments.length > 2 ? this.#renderFilter(segments) : nothing}
    `;
  }

  #renderFilter(segments: readonly Segment[]) {
    return html`
      <hl-segments .label=${t("overview.filter")} .value=${this.filter.status} .segments=${segments}
        @change=${(event: Event) => this.#show({ status: (event.target as Segments).value as StatusFilter })}></hl-segments>
    `;
  }

  #renderFleet(machines: readonly DashboardMachine[]) {
    const shown = machines.filter((machine) => matchesFilter(machine, this.filter));
    return html`
      <hl-summary-bar></hl-summary-bar>
      ${this.#alerts.store?.failure === undefined ? html`<hl-alert-strip></hl-alert-strip>` : renderOffline(machines)}
      ${this.#renderSection(
        t("overview.servers"),
        shown.filter(({ machineType }) => machineType === "server"),
      )}
      ${this.#renderSection(
        t("overview.workstations"),
        shown.filter(({ machineType }) => machineType === "workstation"),
      )}
      ${shown.length === 0 ? this.#renderNothing() : nothing}
    `;
  }

  #renderSection(title: string, machines: readonly DashboardMachine[]) {
    if (machines.length === 0) return nothing;
    return html`
      <section class="section" aria-label=${title}>
        <header>
          <h2>${title}</h2>
          <span class="muted small number">${machines.length}</span>
        </header>
        <div class="cards">
          ${repeat(
            machines,
            ({ id }) => id,
            (machine) => html`
              <hl-machine-card .machine=${machine} .history=${this.#history} .historyVersion=${this.#history.version}>
              </hl-machine-card>
            `,
          )}
        </div>
      </section>
    `;
  }

  #renderNothing() {
    return html`
      <hl-notice icon="nothing" .heading=${t("overview.nothing.title")} .text=${t("overview.nothing.text")}>
        <button class="button" type="button" @click=${() => this.#show({ search: "", status: "all" })}>
          ${t("overview.nothing.reset")}
        </button>
      </hl-notice>
    `;
  }

  #show(change: Partial<OverviewFilter>): void {
    this.filter = { ...this.filter, ...change };
    history.replaceState(history.state, "", addressOf(`/${formatFilter(this.filter)}`));
  }
}

/** All, and each status that some machine has, with how many. With one status there is nothing to filter. */
function segmentsOf(machines: readonly DashboardMachine[]): readonly Segment[] {
  const counts = countByStatus(machines);
  return filterOrder
    .filter((status) => status === "all" || counts[status] > 0)
    .map((value) => ({ value, label: t(`overview.filter.${value}`), count: counts[value] }));
}

/** Without the alerts, what can be told from the machines alone. */
function renderOffline(machines: readonly DashboardMachine[]) {
  const offline = machines.filter(({ status, expectedOnline }) => status === "offline" && expectedOnline);
  return offline.length === 0 ? nothing : html`<hl-offline-banner .machines=${offline}></hl-offline-banner>`;
}

function renderEmpty() {
  return html`
    <hl-notice icon="machine" .heading=${t("overview.empty.title")} .text=${t("overview.empty.text")}>
      ${renderAdd("primary")}
    </hl-notice>
  `;
}

function renderAdd(look: string) {
  return html`
    <a class="button add ${look}" href=${addressOf("/add-machine")}>
      <hl-icon name="add"></hl-icon><span class="label">${t("overview.add")}</span>
    </a>
  `;
}

function renderSkeleton() {
  return html`
    <div class="section" role="status" aria-label=${t("overview.loading")}>
      <div class="skeleton summary-skeleton"></div>
      <div class="cards">${Array.from({ length: 8 }, () => html`<div class="skeleton card-skeleton"></div>`)}</div>
    </div>
  `;
}
