import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../components/confirm-dialog.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { apiContext } from "../../state/contexts.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { countsOf, type ExpectedUnit, type ExpectedUnitList, rowsOf, type UnitRow } from "./expected-units.ts";
import "./first-unit-form.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import "./unit-dialog.ts";
import type { UnitDialog } from "./unit-dialog.ts";
import { renderUnitRow, unitRowStyles } from "./unit-row.ts";
import { failedElsewhere, unitsOf } from "./units.ts";
import { widgetStyles } from "./widget-styles.ts";

const refreshSeconds = 30;

/** The systemd units of one machine: those that are expected to run, those that its agent reports, and what else failed there. */
@customElement("hl-machine-services-card")
export class MachineServicesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    buttonStyles,
    chipStyles,
    ledStyles,
    widgetStyles,
    rowStyles,
    unitRowStyles,
    css`
      .unread {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
        padding-bottom: var(--s2);
        overflow-wrap: anywhere;
      }
      @media (max-width: 900px) {
        .button.compact {
          min-width: var(--size-touch);
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @state() private machine = "";
  @query("hl-unit-dialog") private readonly dialog!: UnitDialog;
  @query("hl-confirm-dialog") private readonly confirmation!: ConfirmDialog;
  readonly #entities = new EntityController(this);
  readonly #expected = new ResourceController<ExpectedUnitList>(this, null, refreshSeconds);
  readonly #permission = new PermissionController(this);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  /** The unit whose row opened the dialog. */
  #asker: string | null = null;

  setConfig(config: MachineCardConfig): void {
    this.machine = machineIn(config);
    this.#entities.watch(`${this.machine}.*`);
    this.#expected.watch(this.#path);
  }

  protected override render() {
    const units = unitsOf(this.#entities.states);
    const rows = rowsOf(units, this.#expected.data?.services ?? []);
    const failed = this.#entities.get(`${this.machine}.failed_units`);
    const others = failed?.value ? failedElsewhere(failed.attributes["names"], units) : [];
    return html`
      <header>
        <h2>${t("machine.services")}</h2>
        <span class="grow"></span>
        ${renderCount(rows)}
        ${this.#mayChange && rows.length > 0 ? this.#renderAdd() : nothing}
      </header>
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.services")}>
        ${this.#renderUnread(rows)}
        ${others.length > 0 ? renderOthers(others) : nothing}
        ${repeat(
          rows,
          ({ name }) => name,
          (row) => renderUnitRow(row, this.#mayChange ? this.#edit : null),
        )}
        ${rows.length === 0 ? this.#renderNone(others.length === 0 && failed !== undefined) : nothing}
      </div>
      ${this.#mayChange ? this.#renderDialogs() : nothing}
    `;
  }

  /** Without the list of what is expected a change could not be shown. */
  get #mayChange(): boolean {
    return this.#permission.mayAct && this.#expected.data !== undefined;
  }

  get #path(): string {
    return `/machines/${encodeURIComponent(this.machine)}/services`;
  }

  #renderAdd() {
    const label = t("machine.services.add");
    return html`
      <button class="button quiet compact square" type="button" data-home aria-label=${label} title=${label}
        @click=${this.#add}>
        <hl-icon name="add"></hl-icon>
      </button>
    `;
  }

  #renderUnread(rows: readonly UnitRow[]) {
    const { data, failure } = this.#expected;
    if (data) return nothing;
    if (!failure) return rows.length > 0 ? nothing : html`<p class="small muted">${t("machine.services.loading")}</p>`;
    return html`
      <div class="unread small muted" role="note">
        <span>${t("machine.services.unread", { reason: failure.message })}</span>
        <button class="button compact" type="button" @click=${() => this.#expected.reload()}>${t("app.retry")}</button>
      </div>
    `;
  }

  #renderNone(isWell: boolean) {
    return html`
      ${isWell ? html`<p class="small muted">${t("machine.services.well")}</p>` : nothing}
      ${
        this.#mayChange
          ? html`<hl-first-unit-form data-home .path=${this.#path} @saved=${this.#showFirst}></hl-first-unit-form>`
          : nothing
      }
    `;
  }

  #renderDialogs() {
    return html`
      <hl-unit-dialog .path=${this.#path} @saved=${this.#showSaved}
        @remove=${(event: CustomEvent<ExpectedUnit>) => this.#askRemoval(event.detail)}></hl-unit-dialog>
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  readonly #add = (): void => {
    this.#asker = null;
    void this.dialog.add();
  };

  readonly #edit = ({ name, expected }: UnitRow): void => {
    this.#asker = name;
    void (expected ? this.dialog.edit(expected) : this.dialog.add(name));
  };

  #askRemoval({ service_name: name }: ExpectedUnit): void {
    this.confirmation.ask({
      heading: t("machine.services.remove_title", { name }),
      text: t("machine.services.remove_text", { name }),
      action: t("machine.services.remove"),
      act: () => this.#remove(name),
    });
  }

  async #remove(name: string): Promise<void> {
    await this.#api.value?.delete(`${this.#path}/${encodeURIComponent(name)}`);
    await this.#expected.reload();
    await this.updateComplete;
  }

  /** A row may have moved; the focus moves with it. */
  async #showSaved(): Promise<void> {
    await this.#expected.reload();
    await this.updateComplete;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>("[data-unit]")];
    buttons.find(({ dataset }) => dataset["unit"] === this.#asker)?.focus();
  }

  /** The form is gone once there is a row; the focus goes on to what adds another. */
  async #showFirst(): Promise<void> {
    await this.#expected.reload();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[data-home]")?.focus();
  }
}

function renderCount(rows: readonly UnitRow[]) {
  const { hasTrouble, ...counts } = countsOf(rows);
  if (counts.total === 0) return nothing;
  const settled = counts.running === counts.total ? "ok" : "";
  return html`
    <span class="chip number ${hasTrouble ? "high" : settled}" title=${t("machine.services.summary", counts)}>
      ${t("machine.services.running", counts)}
    </span>
  `;
}

function renderOthers(names: readonly string[]) {
  return html`
    <div class="row">
      <span class="led crit" role="img" aria-label=${t("machine.unit.failed")}></span>
      <b>${t("machine.services.failed_elsewhere", { count: names.length })}</b>
      <span class="detail wrap small muted">${names.join(", ")}</span>
    </div>
  `;
}
