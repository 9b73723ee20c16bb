import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { formatBytes, formatPercent } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { failedElsewhere, type Unit, unitsOf } from "./units.ts";
import { widgetStyles } from "./widget-styles.ts";

const bytesPerMebibyte = 1024 ** 2;
const lights = { running: "ok", stopped: "away", failed: "crit", unknown: "unknown" } as const;

/** The systemd units that somebody watches on one machine, and what else failed there. */
@customElement("hl-machine-services-card")
export class MachineServicesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [cardStyles, chipStyles, ledStyles, widgetStyles, rowStyles];

  readonly #entities = new EntityController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#entities.watch(`${this.#machine}.*`);
  }

  protected override render() {
    const units = unitsOf(this.#entities.states);
    const failed = this.#entities.get(`${this.#machine}.failed_units`);
    const others = failed?.value ? failedElsewhere(failed.attributes["names"], units) : [];
    return html`
      <header>
        <h2>${t("machine.services")}</h2>
        <span class="grow"></span>
        ${renderCount(units)}
      </header>
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.services")}>
        ${others.length > 0 ? renderOthers(others) : nothing}
        ${units.map(renderUnit)}
        ${units.length + others.length === 0 ? html`<p class="small muted">${t("machine.services.well")}</p>` : nothing}
      </div>
    `;
  }
}

function renderCount(units: readonly Unit[]) {
  if (units.length === 0) return nothing;
  const counts = { running: units.filter(({ status }) => status === "running").length, total: units.length };
  const colour = counts.running === counts.total ? "ok" : "high";
  return html`
    <span class="chip number ${colour}" title=${t("machine.services.summary", counts)}>
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

function renderUnit({ name, status, reason, restarts, memoryMebibytes, cpuPercent }: Unit) {
  const word = t(`machine.unit.${status}`);
  const memory = memoryMebibytes === null ? null : memoryMebibytes * bytesPerMebibyte;
  const details = [
    status === "running" ? null : reason,
    restarts > 0 ? t("machine.services.restarts", { count: restarts }) : null,
  ].filter(Boolean);
  return html`
    <div class="row">
      <span class="led ${lights[status]}" role="img" aria-label=${word}></span>
      <b title=${name}>${name}</b>
      ${
        status === "running"
          ? html`<span class="figures small muted number">
              <span>${formatBytes(memory)}</span><span class="short">${formatPercent(cpuPercent)}</span>
            </span>`
          : html`<span class="small ${status === "failed" ? "crit-text" : "muted"}">${word}</span>`
      }
      ${details.length > 0 ? html`<span class="detail wrap small muted">${details.join(" · ")}</span>` : nothing}
    </div>
  `;
}
