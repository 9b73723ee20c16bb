import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { cssProperties } from "../../components/css-properties.ts";
import { thresholds, toneOf } from "../../components/tone.ts";
import { formatCelsius } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { chipStyles } from "../../styles/chips.ts";
import { t } from "../../text/t.ts";
import { barStyles } from "./bar-styles.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { coreTemperatures, type Sensor, sensorsOf } from "./sensors.ts";
import { widgetStyles } from "./widget-styles.ts";

const flags = ["under_voltage", "frequency_capped", "throttled", "soft_temperature_limit"] as const;

/** The temperatures of one machine, and whether it is slowed down. */
@customElement("hl-machine-sensors-card")
export class MachineSensorsCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    chipStyles,
    widgetStyles,
    rowStyles,
    barStyles,
    css`
      .row {
        grid-template-columns: minmax(0, 1fr) 30% 4em;
      }
      .row .number {
        text-align: right;
        white-space: nowrap;
      }
      .row .span {
        grid-column: 2 / -1;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .chips {
        margin-bottom: var(--s2);
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#entities.watch(`${this.#machine}.*`);
  }

  protected override render() {
    const entities = this.#entities.states;
    const hottest = this.#entities.get(`${this.#machine}.temperature_hottest_celsius`)?.value;
    return html`
      <header>
        <h2>${t("machine.sensors")}</h2>
        <span class="grow"></span>
        ${hottest === undefined ? nothing : html`<span class="small muted">${t("machine.sensors.hottest")} <span class="number">${formatCelsius(hottest)}</span></span>`}
      </header>
      ${this.#renderThrottling()}
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.sensors")}>
        ${sensorsOf(entities).map(renderSensor)}
        ${renderCores(coreTemperatures(entities))}
      </div>
    `;
  }

  #renderThrottling() {
    const chips = flags.flatMap((flag) => {
      const state = this.#entities.get(`${this.#machine}.${flag}`);
      const what = t(`machine.throttled.${flag}`);
      if (state?.value === true) return html`<span class="chip high">${t("machine.throttled.now", { what })}</span>`;
      if (state?.attributes["since_boot"] !== true) return [];
      return html`<span class="chip warn">${t("machine.throttled.before", { what })}</span>`;
    });
    return chips.length > 0 ? html`<div class="chips">${chips}</div>` : nothing;
  }
}

function renderSensor({ label, chip, celsius }: Sensor) {
  const tone = toneOf(celsius, thresholds.celsius);
  const share = Math.min(100, Math.max(0, celsius ?? 0));
  const colour = tone === "normal" ? "--info" : `--${tone}`;
  return html`
    <div class="row">
      <span class="name" title="${label} · ${chip}"><b>${label}</b> <span class="small muted">${chip}</span></span>
      <div class="bar" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share)}
        aria-valuetext=${formatCelsius(celsius)}>
        <i ${cssProperties({ "--share": `${share}%`, "--colour": `var(${colour})` })}></i>
      </div>
      <span class="number ${tone === "normal" ? "" : `${tone}-text`}">${formatCelsius(celsius)}</span>
    </div>
  `;
}

function renderCores(temperatures: readonly number[]) {
  if (temperatures.length === 0) return nothing;
  const [lowest, highest] = [temperatures[0], temperatures.at(-1)].map(formatCelsius) as [string, string];
  return html`
    <div class="row">
      <b>${t("machine.sensors.cores", { count: temperatures.length })}</b>
      <span class="span number">${lowest === highest ? lowest : t("machine.sensors.span", { lowest, highest })}</span>
    </div>
  `;
}
