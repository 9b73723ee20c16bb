import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { gauge, gaugeStyles } from "../../components/gauge.ts";
import { sparkline, sparklineStyles } from "../../components/sparkline.ts";
import { thresholds, toneOf } from "../../components/tone.ts";
import { formatBytes } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn, rangeIn } from "./machine-card-config.ts";
import { RangeController } from "./range-controller.ts";
import { widgetStyles } from "./widget-styles.ts";

const bytesPerMebibyte = 1024 ** 2;
const keys = ["memory_percent", "memory_used_mb", "memory_total_mb", "swap_used_mb", "swap_total_mb"] as const;

/** Memory of one machine: how full it is, how full it was, and its swap. */
@customElement("hl-machine-memory-card")
export class MachineMemoryCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    gaugeStyles,
    sparklineStyles,
    widgetStyles,
    css`
      :host {
        --colour: var(--memory);
      }
      .body {
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto auto;
        justify-items: center;
        gap: var(--s3);
      }
      .gauge {
        max-width: var(--size-gauge);
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  readonly #past = new RangeController(this);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#entities.watch(...keys.map((key) => `${this.#machine}.${key}`));
    this.#past.watch(rangeIn(config), `${this.#machine}.memory_percent`);
  }

  protected override render() {
    const percent = this.#number("memory_percent");
    const total = formatBytes(this.#bytes("memory_total_mb"));
    const used = formatBytes(this.#bytes("memory_used_mb"));
    const note = percent === null ? t("status.unknown") : t("machine.memory_of", { used, total });
    const { points } = this.#past.line(`${this.#machine}.memory_percent`, "", "--memory");
    const { from, until } = this.#past;
    return html`
      <header>
        <h2>${t("machine.memory")}</h2>
        <span class="grow"></span>
        <span class="small muted number">${total}</span>
      </header>
      <div class="fill body">
        ${gauge({ label: t("machine.memory"), percent, note, tone: toneOf(percent, thresholds.memory) })}
        ${points.length > 0 ? sparkline(points, { from, until, maximum: 100 }) : nothing}
        <p class="small muted">${this.#swap()}</p>
      </div>
    `;
  }

  #swap(): string {
    const total = this.#bytes("swap_total_mb");
    if (total === null) return "";
    if (total === 0) return t("machine.no_swap");
    return t("machine.swap", { used: formatBytes(this.#bytes("swap_used_mb")), total: formatBytes(total) });
  }

  #bytes(key: (typeof keys)[number]): number | null {
    const mebibytes = this.#number(key);
    return mebibytes === null ? null : mebibytes * bytesPerMebibyte;
  }

  #number(key: (typeof keys)[number]): number | null {
    const value = this.#entities.get(`${this.#machine}.${key}`)?.value;
    return typeof value === "number" ? value : null;
  }
}
