import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { thresholds, toneOf } from "../../components/tone.ts";
import {
  bytesQuantity,
  formatBytes,
  formatRate,
  percentQuantity,
  type Quantity,
  rateQuantity,
} from "../../format/numbers.ts";
import { EntityController, MachineController } from "../../sdk/index.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";
import { type FleetSummary, summarise, summaryPatterns } from "./fleet-summary.ts";

/** The fleet in five figures. */
@customElement("hl-summary-bar")
export class SummaryBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      section {
        display: grid;
        grid-template-columns: repeat(5, minmax(0, 1fr));
        border: 1px solid var(--border);
        border-radius: var(--r3);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .cell {
        display: grid;
        align-content: start;
        gap: var(--hair);
        min-width: 0;
        padding: var(--s4) var(--s5);
        border-left: 1px solid var(--border);
      }
      .cell:first-child {
        border-left: 0;
      }
      .value {
        color: var(--text);
        font: 600 var(--type-figure) / 1.1 var(--mono);
        letter-spacing: -0.04em;
        white-space: nowrap;
      }
      .value small {
        color: var(--text-3);
        font-size: var(--type-body);
        font-weight: 500;
        letter-spacing: 0;
      }
      .note {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .warn {
        color: var(--warn);
      }
      .crit {
        color: var(--crit);
      }
      @media (max-width: 900px) {
        section {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .cell {
          padding: var(--s3) var(--s4);
          border-top: 1px solid var(--border);
          border-left: 0;
        }
        .cell:nth-child(even) {
          border-left: 1px solid var(--border);
        }
        .cell:nth-child(-n + 2) {
          border-top: 0;
        }
        .cell:last-child {
          grid-column: span 2;
        }
      }
    `,
  ];

  readonly #machines = new MachineController(this);
  readonly #entities = new EntityController(this);

  constructor() {
    super();
    this.#machines.watchAll();
    this.#entities.watch(...summaryPatterns);
  }

  protected override render() {
    const summary = summarise(this.#machines.machines, (pattern) => this.#entities.match(pattern));
    return html`
      <section aria-label=${t("summary.label")}>
        ${this.#renderOnline(summary)} ${this.#renderCpu(summary)} ${this.#renderMemory(summary)}
        ${this.#renderDisk(summary)} ${this.#renderNetwork(summary)}
      </section>
    `;
  }

  #renderOnline({ online, expected, serversOffline, away, neverSeen }: FleetSummary) {
    const notes = [
      serversOffline > 0
        ? html`<span class="crit">${t("summary.servers_offline", { count: serversOffline })}</span>`
        : nothing,
      away > 0 ? html`<span>${t("summary.away", { count: away })}</span>` : nothing,
      neverSeen > 0 ? html`<span>${t("summary.never_seen", { count: neverSeen })}</span>` : nothing,
    ].filter((note) => note !== nothing);
    const separated = notes.flatMap((note, index) => (index === 0 ? [note] : [" · ", note]));
    return html`
      <div class="cell">
        <span class="muted small">${t("summary.online")}</span>
        <span class="value">${online}<small> ${t("summary.of", { total: expected })}</small></span>
        <span class="note muted small">${notes.length > 0 ? separated : t("summary.all_online")}</span>
      </div>
    `;
  }

  #renderCpu({ cpu }: FleetSummary) {
    return cell(t("summary.cpu"), percentQuantity(cpu?.percent), cpu && t("summary.cpu_from", { count: cpu.machines }));
  }

  #renderMemory({ memory }: FleetSummary) {
    const note = memory && t("summary.memory_of", { total: formatBytes(memory.totalBytes), count: memory.machines });
    return cell(t("summary.memory"), bytesQuantity(memory?.usedBytes), note);
  }

  #renderDisk({ fullestDisk }: FleetSummary) {
    const machine = this.#machines.machines.find(({ id }) => id === fullestDisk?.machineId);
    const note =
      fullestDisk &&
      t("summary.disk_where", { mount: fullestDisk.mount, machine: machine?.name ?? fullestDisk.machineId });
    const tone = toneOf(fullestDisk?.percent, thresholds.disk);
    return cell(t("summary.disk"), percentQuantity(fullestDisk?.percent), note, tone);
  }

  #renderNetwork({ network }: FleetSummary) {
    const note = network && t("summary.network_out", { rate: formatRate(network.sent) });
    return cell(t("summary.network"), rateQuantity(network?.received), note);
  }
}

function cell(label: string, { figure, unit }: Quantity, note: string | null, tone = "normal") {
  return html`
    <div class="cell">
      <span class="muted small">${label}</span>
      <span class="value ${tone}">${figure}<small> ${note === null ? nothing : unit}</small></span>
      <span class="note muted small" title=${note ?? nothing}>${note ?? t("summary.nothing")}</span>
    </div>
  `;
}
