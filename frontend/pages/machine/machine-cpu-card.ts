import { html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import "../../components/figure.ts";
import "../../components/history-chart.ts";
import { formatPercent, percentQuantity } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn, rangeIn } from "./machine-card-config.ts";
import { RangeController } from "./range-controller.ts";
import { widgetStyles } from "./widget-styles.ts";

/** CPU load of one machine, now and over time. */
@customElement("hl-machine-cpu-card")
export class MachineCpuCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [cardStyles, widgetStyles];

  readonly #cpu = new EntityController(this);
  readonly #past = new RangeController(this);
  #id = "";

  setConfig(config: MachineCardConfig): void {
    this.#id = `${machineIn(config)}.cpu_percent`;
    this.#cpu.watch(this.#id);
    this.#past.watch(rangeIn(config), this.#id);
  }

  protected override render() {
    const { figure, unit } = percentQuantity(this.#cpu.state?.value);
    return html`
      <header>
        <h2>${t("card.cpu")}</h2>
        <hl-figure .value=${figure} .unit=${unit}></hl-figure>
        <span class="grow"></span>
        <span class="small muted">${t(`range.${this.#past.range}`)}</span>
      </header>
      <hl-history-chart class="fill" .lines=${[this.#past.line(this.#id, t("card.cpu"), "--cpu")]} .from=${this.#past.from}
        .until=${this.#past.until} .maximum=${100} .format=${formatPercent} .phase=${this.#past.phase}
        .span=${t(`range.${this.#past.range}`)}></hl-history-chart>
    `;
  }
}
