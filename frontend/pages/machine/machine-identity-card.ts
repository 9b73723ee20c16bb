import { css, html, LitElement } from "lit";
import { customElement, state } from "lit/decorators.js";
import { TickController } from "../../components/tick-controller.ts";
import { formatMoment } from "../../format/times.ts";
import { cardStyles, type DashboardCard } from "../../sdk/index.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { rowStyles } from "./row-styles.ts";
import { widgetStyles } from "./widget-styles.ts";

/** Under what a machine was found, and when. */
interface Address {
  readonly kind: "ip" | "hostname";
  readonly value: string;
  readonly first_seen: string;
  readonly last_seen: string;
}

/** What one source says. */
interface Claim {
  readonly source: string;
  readonly ref: string;
  readonly first_seen: string;
}

/** A part of `GET /machines/{id}/identity`. */
interface Identity {
  readonly guid: string | null;
  readonly addresses: readonly Address[];
  readonly claims: readonly Claim[];
}

const refreshSeconds = 60;

/** By what one machine is known: its GUID, who speaks of it, and every address and hostname that it had. */
@customElement("hl-machine-identity-card")
export class MachineIdentityCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    rowStyles,
    css`
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .row b {
        overflow-wrap: anywhere;
        white-space: normal;
      }
      .row .detail {
        grid-column: 1 / -1;
      }
    `,
  ];

  @state() private machine = "";
  readonly #tick = new TickController(this, refreshSeconds);
  #identity: ResourceController<Identity> | undefined;

  setConfig(config: MachineCardConfig): void {
    const machine = machineIn(config);
    if (machine === this.machine) return;
    this.machine = machine;
    if (this.#identity) this.removeController(this.#identity);
    this.#identity?.hostDisconnected();
    const path = `/machines/${encodeURIComponent(machine)}/identity`;
    this.#identity = new ResourceController(this, path, refreshSeconds);
  }

  protected override render() {
    return html`<header><h2>${t("identity.title")}</h2></header>${this.#renderIdentity()}`;
  }

  #renderIdentity() {
    const { data, failure } = this.#identity ?? {};
    if (!data) {
      const text = failure ? t("identity.failed", { reason: failure.message }) : t("identity.loading");
      return html`<p class="small muted">${text}</p>`;
    }
    return html`
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("identity.title")}>
        <div class="row">
          <b class="number">${data.guid ?? t("identity.no_guid")}</b>
          <span class="small muted">${t("identity.guid")}</span>
        </div>
        ${data.addresses.map((address) => this.#renderAddress(address))}
        ${data.claims.map((claim) => this.#renderClaim(claim))}
      </div>
    `;
  }

  #renderAddress({ kind, value, first_seen: first, last_seen: last }: Address) {
    return html`
      <div class="row">
        <b class="number">${value}</b>
        <span class="small muted">${t(`identity.${kind}`)}</span>
        <span class="detail small muted">
          ${t("identity.seen", { first: this.#moment(first), last: this.#moment(last) })}
        </span>
      </div>
    `;
  }

  #renderClaim({ source, ref, first_seen: first }: Claim) {
    return html`
      <div class="row">
        <b class="number">${ref}</b>
        <span class="small muted">${t("identity.claim", { source, time: this.#moment(first) })}</span>
      </div>
    `;
  }

  #moment(time: string): string {
    return formatMoment(Date.parse(time), this.#tick.now);
  }
}
