import { css, html, LitElement } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { formatBytes, formatPrecisePercent } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { type Process, processesOf } from "./processes.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

const orders = { by_cpu: "process_busiest", by_memory: "process_largest" } as const;

type Order = keyof typeof orders;

/** The processes of one machine that take the most. */
@customElement("hl-machine-processes-card")
export class MachineProcessesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    rowStyles,
    css`
      .row {
        grid-template-columns: minmax(0, 1fr) 5em 4.5em;
      }
      .row .number {
        text-align: right;
        white-space: nowrap;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      hl-segments {
        margin: calc(-1 * var(--s1)) 0;
      }
    `,
  ];

  @state() private order: Order = "by_cpu";
  readonly #entities = new EntityController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    const keys = [...Object.values(orders), "process_count"];
    this.#entities.watch(...keys.map((key) => `${this.#machine}.${key}`));
  }

  protected override render() {
    const processes = processesOf(this.#entities.get(`${this.#machine}.${orders[this.order]}`));
    const count = this.#entities.get(`${this.#machine}.process_count`)?.value;
    return html`
      <header>
        <h2>${t("machine.processes")}</h2>
        <span class="small muted number">${typeof count === "number" ? count : ""}</span>
        <span class="grow"></span>
        ${this.#renderOrders()}
      </header>
      ${
        processes.length === 0
          ? html`<p class="small muted">${t("machine.processes.none")}</p>`
          : html`<div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.processes")}>${processes.map(renderProcess)}</div>`
      }
    `;
  }

  #renderOrders() {
    const segments = (Object.keys(orders) as Order[]).map((order) => ({
      value: order,
      label: t(`machine.processes.${order}`),
    }));
    return html`
      <hl-segments .label=${t("machine.processes.order")} .value=${this.order} .segments=${segments}
        @change=${(event: Event) => {
          this.order = (event.target as Segments).value as Order;
        }}></hl-segments>
    `;
  }
}

function renderProcess({ pid, name, user, cpuPercent, memoryBytes }: Process) {
  return html`
    <div class="row">
      <span class="name" title="${name} (${pid})"><b>${name}</b> <span class="small muted">${user}</span></span>
      <span class="small muted number">${formatBytes(memoryBytes)}</span>
      <span class="small number">${formatPrecisePercent(cpuPercent)}</span>
    </div>
  `;
}
