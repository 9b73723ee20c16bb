import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import "../../components/figure.ts";
import "../../components/history-chart.ts";
import { formatPlain, plainQuantity } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController, MachineController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn, rangeIn } from "./machine-card-config.ts";
import { RangeController } from "./range-controller.ts";
import { widgetStyles } from "./widget-styles.ts";

const averages = [
  { key: "load_1m", label: "machine.load_1m" },
  { key: "load_5m", label: "machine.load_5m" },
  { key: "load_15m", label: "machine.load_15m" },
] as const;

/** Load averages of one machine, and the shortest one over time. */
@customElement("hl-machine-load-card")
export class MachineLoadCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    css`
      .averages {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--s2) var(--s4);
        margin-bottom: var(--s3);
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  readonly #record = new MachineController(this);
  readonly #past = new RangeController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#record.watch(this.#machine);
    this.#entities.watch(...averages.map(({ key }) => `${this.#machine}.${key}`));
    this.#past.watch(rangeIn(config), `${this.#machine}.load_1m`);
  }

  protected override render() {
    const cores = this.#record.machine?.cpuCores ?? null;
    const line = this.#past.line(`${this.#machine}.load_1m`, t("machine.load_1m"), "--cpu");
    return html`
      <header>
        <h2>${t("machine.load")}</h2>
        <span class="grow"></span>
        <span class="small muted">${cores === null ? "" : t("machine.cores", { count: cores })}</span>
      </header>
      <div class="averages">
        ${averages.map(({ key, label }) => {
          const { figure } = plainQuantity(this.#entities.get(`${this.#machine}.${key}`)?.value);
          return html`<hl-figure .label=${t(label)} .value=${figure}></hl-figure>`;
        })}
      </div>
      <hl-history-chart class="fill" .lines=${[line]} .from=${this.#past.from} .until=${this.#past.until}
        .format=${formatPlain} .phase=${this.#past.phase}
        .span=${t(`range.${this.#past.range}`)}></hl-history-chart>
    `;
  }
}
