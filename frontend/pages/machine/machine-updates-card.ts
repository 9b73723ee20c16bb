import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { TickController } from "../../components/tick-controller.ts";
import { unknownFigure } from "../../format/numbers.ts";
import { formatAge } from "../../format/times.ts";
import { cardStyles, type DashboardCard, EntityController } from "../../sdk/index.ts";
import { chipStyles } from "../../styles/chips.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { PackagesController, type PackageUpdate } from "./packages-controller.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

/** Which packages of one machine can be brought up to date, security first. */
@customElement("hl-machine-updates-card")
export class MachineUpdatesCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    chipStyles,
    widgetStyles,
    rowStyles,
    css`
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .title {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
      }
      .title .chip {
        flex: none;
      }
      .versions {
        max-width: 100%;
        overflow-wrap: anywhere;
        text-align: right;
      }
      @container (max-width: 480px) {
        .row {
          grid-template-columns: minmax(0, 1fr);
        }
        .versions {
          text-align: left;
        }
      }
      .fill {
        container-type: inline-size;
      }
    `,
  ];

  readonly #entities = new EntityController(this);
  readonly #packages = new PackagesController(this);
  readonly #tick = new TickController(this, 60);
  #machine = "";

  setConfig(config: MachineCardConfig): void {
    this.#machine = machineIn(config);
    this.#entities.watch(`${this.#machine}.updates_available`, `${this.#machine}.security_updates`);
  }

  protected override willUpdate(): void {
    const versions = this.#entities.states.map(({ changedAt }) => changedAt);
    this.#packages.watch(this.#machine, versions.join());
  }

  protected override render() {
    const total = this.#count("updates_available");
    const security = this.#count("security_updates");
    return html`
      <header>
        <h2>${t("machine.updates")}</h2>
        ${total ? html`<span class="chip number">${total}</span>` : nothing}
        ${security ? html`<span class="chip warn">${t("machine.updates.security_count", { count: security })}</span>` : nothing}
        <span class="grow"></span>
        <span class="small muted">${this.#checked()}</span>
      </header>
      ${this.#renderPackages(total)}
    `;
  }

  #renderPackages(total: number) {
    if (total === 0) return html`<p class="small muted">${t("machine.updates.none")}</p>`;
    const { updates, failure: reason } = this.#packages;
    if (!updates) {
      const text = reason === undefined ? t("machine.updates.loading") : t("machine.updates.failed", { reason });
      return html`<p class="small muted">${text}</p>`;
    }
    if (updates.packages.length === 0) return html`<p class="small muted">${t("machine.updates.unlisted")}</p>`;
    return html`
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.updates")}>
        ${updates.packages.map(renderPackage)}
      </div>
    `;
  }

  #count(key: string): number {
    return Number(this.#entities.get(`${this.#machine}.${key}`)?.value ?? 0);
  }

  #checked(): string {
    const at = Date.parse(String(this.#entities.get(`${this.#machine}.updates_available`)?.attributes["checked_at"]));
    return Number.isNaN(at) ? "" : t("machine.updates.checked", { age: formatAge(at, this.#tick.now) });
  }
}

function renderPackage({ name, current_version: current, new_version: next, repository, is_security }: PackageUpdate) {
  return html`
    <div class="row">
      <span class="title">
        ${is_security ? html`<span class="chip warn">${t("machine.updates.security")}</span>` : nothing}
        <b title="${name}${repository ? ` · ${repository}` : ""}">${name}</b>
      </span>
      <span class="versions small muted number">${current ?? unknownFigure} → ${next ?? unknownFigure}</span>
    </div>
  `;
}
