import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { formatBytes, formatPercent } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { type Container, containersOf } from "./containers.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

/** The containers of one machine. */
@customElement("hl-machine-containers-card")
export class MachineContainersCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [cardStyles, chipStyles, ledStyles, widgetStyles, rowStyles];

  readonly #entities = new EntityController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#entities.watch(`${this.#machine}.*`);
  }

  protected override render() {
    const containers = containersOf(this.#entities.states);
    const counted = this.#entities.get(`${this.#machine}.containers_running`);
    const total = Math.max(Number(counted?.attributes["total"] ?? 0), containers.length);
    const unfollowed = total - containers.length;
    return html`
      <header>
        <h2>${t("machine.containers")}</h2>
        <span class="grow"></span>
        ${renderCount(Number(counted?.value ?? 0), total)}
      </header>
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.containers")}>
        ${total === 0 ? html`<p class="small muted">${t("machine.containers.none")}</p>` : nothing}
        ${containers.map(renderContainer)}
        ${unfollowed > 0 ? html`<p class="small muted">${t("machine.containers.more", { count: unfollowed })}</p>` : nothing}
      </div>
    `;
  }
}

function renderCount(running: number, total: number) {
  if (total === 0) return nothing;
  const counts = { running, total };
  return html`
    <span class="chip number" title=${t("machine.services.summary", counts)}>${t("machine.services.running", counts)}</span>
  `;
}

function renderContainer(container: Container) {
  const { name, image, state, health, exitCode, signal } = container;
  const word = [state, health].filter(Boolean).join(", ") || t("status.unknown");
  const ended = state === "exited" && exitCode !== null ? t("machine.containers.exit", { code: exitCode }) : word;
  return html`
    <div class="row">
      <span class="led ${signal}" role="img" aria-label=${word}></span>
      <b title=${name}>${name}</b>
      ${state === "running" ? renderUse(container) : html`<span class="small ${colourOf(signal)}">${ended}</span>`}
      <span class="detail small muted" title=${image}>
        ${state === "running" && health && health !== "healthy" ? html`<span class=${colourOf(signal)}>${health}</span> · ` : nothing}${image}
      </span>
    </div>
  `;
}

/** What it uses, where the engine tells. */
function renderUse({ cpuPercent, memoryBytes }: Container) {
  if (cpuPercent === null && memoryBytes === null) return nothing;
  return html`
    <span class="figures small muted number">
      <span>${formatBytes(memoryBytes)}</span><span class="short">${formatPercent(cpuPercent)}</span>
    </span>
  `;
}

function colourOf(signal: Container["signal"]): string {
  return signal === "crit" ? "crit-text" : signal === "warn" ? "warn-text" : "muted";
}
