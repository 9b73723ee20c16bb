import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { cssProperties } from "../../components/css-properties.ts";
import { thresholds, toneOf } from "../../components/tone.ts";
import { formatBytes, formatPercent } from "../../format/numbers.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { t } from "../../text/t.ts";
import { barStyles } from "./bar-styles.ts";
import { type Filesystem, filesystemsOf } from "./filesystems.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { widgetStyles } from "./widget-styles.ts";

/** Every file system of one machine with how full it is. */
@customElement("hl-machine-disks-card")
export class MachineDisksCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    barStyles,
    css`
      .disk {
        --colour: var(--storage);
        display: grid;
        gap: var(--s1);
        padding: var(--near) 0;
        border-top: 1px solid var(--border);
        font-size: var(--type-label);
      }
      .disk:first-child {
        padding-top: 0;
        border-top: 0;
      }
      .disk.warn {
        --colour: var(--warn);
      }
      .disk.crit {
        --colour: var(--crit);
      }
      .line {
        display: flex;
        align-items: baseline;
        gap: var(--s2);
        min-width: 0;
      }
      .line b {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .line .number {
        margin-left: auto;
        white-space: nowrap;
      }
      .warn .number,
      .crit .number {
        color: var(--colour);
      }
      .bar {
        height: var(--size-bar);
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  #pattern = "";

  setConfig(config: MachineCardConfig): void {
    this.#pattern = `${machineIn(config)}.*`;
    this.#entities.watch(this.#pattern);
  }

  protected override render() {
    const filesystems = filesystemsOf(this.#entities.states);
    return html`
      <header>
        <h2>${t("machine.disks")}</h2>
        <span class="grow"></span>
        <span class="small muted number">${filesystems.length || nothing}</span>
      </header>
      ${
        filesystems.length === 0
          ? html`<p class="small muted">${t("machine.no_disks")}</p>`
          : html`<div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.disks")}>${filesystems.map(renderDisk)}</div>`
      }
    `;
  }
}

function renderDisk({ mountPoint, type, device, percent, usedBytes, totalBytes, freeBytes }: Filesystem) {
  const tone = toneOf(percent, thresholds.disk);
  const used = t("machine.disk_of", { used: formatBytes(usedBytes), total: formatBytes(totalBytes) });
  const label = tone === "normal" ? mountPoint : `${mountPoint}, ${t(`card.level.${tone}`)}`;
  return html`
    <div class="disk ${tone}">
      <div class="line">
        <b title=${mountPoint}>${mountPoint}</b>
        <span class="muted small" title=${device}>${type}</span>
        <span class="number">${tone === "normal" ? nothing : t(`card.level.${tone}`)} ${formatPercent(percent)}</span>
      </div>
      <div class="bar" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
        aria-valuenow=${Math.round(percent ?? 0)} aria-valuetext=${formatPercent(percent)}>
        <i ${cssProperties({ "--share": `${percent ?? 0}%` })}></i>
      </div>
      <div class="line small muted">
        <span>${used}</span><span class="number">${t("machine.disk_free", { free: formatBytes(freeBytes) })}</span>
      </div>
    </div>
  `;
}
