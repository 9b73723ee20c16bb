import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { cssProperties } from "../../components/css-properties.ts";
import { type Tone, thresholds, toneOf } from "../../components/tone.ts";
import { formatCelsius, formatPercent, formatRate } from "../../format/numbers.ts";
import { formatDuration } from "../../format/times.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { chipStyles } from "../../styles/chips.ts";
import { t } from "../../text/t.ts";
import { barStyles } from "./bar-styles.ts";
import { type Drive, drivesOf } from "./drives.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

const secondsPerHour = 3600;

/** The disks of one machine: how busy they are and how well. */
@customElement("hl-machine-drives-card")
export class MachineDrivesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    chipStyles,
    widgetStyles,
    rowStyles,
    barStyles,
    css`
      .row {
        --colour: var(--storage);
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--s1) var(--s3);
      }
      .row .detail,
      .bar {
        grid-column: 1 / -1;
      }
      .busy {
        text-align: right;
      }
      .title {
        display: flex;
        align-items: baseline;
        gap: var(--s2);
        min-width: 0;
      }
      .title b {
        flex: none;
      }
      .title .small {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .state {
        display: flex;
        align-items: center;
        gap: var(--s2);
        white-space: nowrap;
      }
    `,
  ];

  readonly #entities = new EntityController(this);

  setConfig(config: MachineCardConfig): void {
    this.#entities.watch(`${machineIn(config)}.*`);
  }

  protected override render() {
    const drives = drivesOf(this.#entities.states);
    return html`
      <header>
        <h2>${t("machine.drives")}</h2>
        <span class="grow"></span>
        <span class="small muted number">${drives.length || nothing}</span>
      </header>
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.drives")}>${drives.map(renderDrive)}</div>
    `;
  }
}

function renderDrive(drive: Drive) {
  const { name, model, serial, readRate, writeRate, busyPercent, celsius, passed } = drive;
  const busy = formatPercent(busyPercent);
  return html`
    <div class="row">
      <span class="title">
        <b title=${name}>${name}</b><span class="small muted" title=${[model, serial].filter(Boolean).join(" · ")}>${model}</span>
      </span>
      <span class="state small">
        ${celsius === null ? nothing : html`<span class="number ${textColour(toneOf(celsius, thresholds.driveCelsius))}">${formatCelsius(celsius)}</span>`}
        ${passed === null ? nothing : html`<span class="chip ${passed ? "ok" : "crit"}">${t(passed ? "machine.drives.passed" : "machine.drives.failed")}</span>`}
      </span>
      <div class="bar" role="meter" aria-label=${t("machine.drives.busy_label", { name })} aria-valuemin="0" aria-valuemax="100"
        aria-valuenow=${Math.round(busyPercent ?? 0)} aria-valuetext=${busy}>
        <i ${cssProperties({ "--share": `${busyPercent ?? 0}%` })}></i>
      </div>
      <span class="small muted">
        ${t("machine.drives.read")} <span class="number">${formatRate(readRate)}</span>
        · ${t("machine.drives.written")} <span class="number">${formatRate(writeRate)}</span>
      </span>
      <span class="busy small muted">${t("machine.drives.busy", { percent: busy })}</span>
      ${renderHealth(drive)}
    </div>
  `;
}

function renderHealth({ powerOnHours, wearPercent, reallocatedSectors }: Drive) {
  const parts = [
    powerOnHours === null
      ? nothing
      : html`<span>${t("machine.drives.on", { duration: formatDuration(powerOnHours * secondsPerHour) })}</span>`,
    wearPercent === null
      ? nothing
      : html`<span class=${textColour(toneOf(wearPercent, thresholds.wear))}>${t("machine.drives.worn", { percent: formatPercent(wearPercent) })}</span>`,
    reallocatedSectors
      ? html`<span class="warn-text">${t("machine.drives.replaced", { count: reallocatedSectors })}</span>`
      : nothing,
  ].filter((part) => part !== nothing);
  if (parts.length === 0) return nothing;
  return html`<span class="detail wrap small muted">${parts.map((part, index) => (index === 0 ? part : html` · ${part}`))}</span>`;
}

function textColour(tone: Tone): string {
  return tone === "normal" ? "" : `${tone}-text`;
}
