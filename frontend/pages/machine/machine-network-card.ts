import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import "../../components/history-chart.ts";
import "../../components/icon.ts";
import { formatRate } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn, rangeIn } from "./machine-card-config.ts";
import { RangeController } from "./range-controller.ts";
import { widgetStyles } from "./widget-styles.ts";

/** What one machine receives and sends, now and over time. */
@customElement("hl-machine-network-card")
export class MachineNetworkCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    css`
      .rate {
        display: flex;
        align-items: center;
        gap: var(--s1);
        white-space: nowrap;
      }
      .received {
        color: var(--network);
      }
      .sent {
        margin-left: var(--s2);
        color: var(--memory);
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  readonly #past = new RangeController(this);
  #received = "";
  #sent = "";

  setConfig(config: MachineCardConfig): void {
    const machine = machineIn(config);
    this.#received = `${machine}.network_rx_rate`;
    this.#sent = `${machine}.network_tx_rate`;
    this.#entities.watch(this.#received, this.#sent);
    this.#past.watch(rangeIn(config), this.#received, this.#sent);
  }

  protected override render() {
    const lines = [
      this.#past.line(this.#received, t("machine.received"), "--network"),
      this.#past.line(this.#sent, t("machine.sent"), "--memory"),
    ];
    return html`
      <header>
        <h2>${t("machine.network")}</h2>
        <span class="grow"></span>
        <span class="rate received small number" title=${t("machine.received")}>
          <hl-icon name="incoming"></hl-icon>${formatRate(this.#entities.get(this.#received)?.value)}
        </span>
        <span class="rate sent small number" title=${t("machine.sent")}>
          <hl-icon name="outgoing"></hl-icon>${formatRate(this.#entities.get(this.#sent)?.value)}
        </span>
      </header>
      <hl-history-chart class="fill" .lines=${lines} .from=${this.#past.from} .until=${this.#past.until}
        .format=${formatRate} .phase=${this.#past.phase}
        .span=${t(`range.${this.#past.range}`)}></hl-history-chart>
    `;
  }
}
