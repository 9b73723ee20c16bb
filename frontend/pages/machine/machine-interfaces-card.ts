import { html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { formatRate } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { interfacesOf, type NetworkInterface } from "./interfaces.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

/** The network interfaces of one machine with their addresses and rates. */
@customElement("hl-machine-interfaces-card")
export class MachineInterfacesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [cardStyles, ledStyles, widgetStyles, rowStyles];

  readonly #entities = new EntityController(this);

  setConfig(config: MachineCardConfig): void {
    this.#entities.watch(`${machineIn(config)}.*`);
  }

  protected override render() {
    const interfaces = interfacesOf(this.#entities.states);
    return html`
      <header><h2>${t("machine.interfaces")}</h2></header>
      ${
        interfaces.length === 0
          ? html`<p class="small muted">${t("machine.no_interfaces")}</p>`
          : html`<div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.interfaces")}>${interfaces.map(renderInterface)}</div>`
      }
    `;
  }
}

function renderInterface({ name, isUp, received, sent, mac, addresses }: NetworkInterface) {
  const word = isUp === null ? t("status.unknown") : t(isUp ? "machine.interface_up" : "machine.interface_down");
  return html`
    <div class="row">
      <span class="led ${isUp ? "ok" : "away"}" role="img" aria-label=${word}></span>
      <b title=${name}>${name}</b>
      <span class="figures small muted number">↓ ${formatRate(received)} ↑ ${formatRate(sent)}</span>
      <span class="detail wrap small muted number">${[...addresses, mac].filter(Boolean).join(" · ")}</span>
    </div>
  `;
}
