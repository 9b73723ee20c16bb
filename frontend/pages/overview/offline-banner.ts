import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { led } from "../../components/signal.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatDuration, formatMoment } from "../../format/times.ts";
import type { DashboardMachine } from "../../sdk/index.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";

/** Says which servers are off that should be on. */
@customElement("hl-offline-banner")
export class OfflineBanner extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    ledStyles,
    css`
      :host {
        display: block;
      }
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
        padding: var(--s3) var(--s4);
        border: 1px solid var(--crit-border);
        border-radius: var(--r3);
        background: var(--crit-soft);
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      b {
        color: var(--text);
        font-weight: 600;
      }
    `,
  ];

  /** The servers that are off, whichever the page's filter hides. */
  @property({ attribute: false }) machines: readonly DashboardMachine[] = [];
  readonly #tick = new TickController(this, 15);

  protected override render() {
    const [first, ...others] = this.machines;
    if (!first) return html``;
    return html`
      <section role="status" aria-label=${t("banner.label")}>
        ${led("crit")} ${others.length === 0 ? this.#renderOne(first) : this.#renderMany()}
      </section>
    `;
  }

  #renderOne(machine: DashboardMachine) {
    return html`
      <div class="text">
        <b>${t("banner.one", { name: machine.name })}</b>
        <p class="small">${this.#since(machine)}</p>
      </div>
      <a class="button compact" href=${addressOf(`/machines/${machine.id}`)}>${t("banner.open")}</a>
    `;
  }

  #renderMany() {
    return html`
      <div class="text">
        <b>${t("banner.many", { count: this.machines.length })}</b>
        <p class="small">${this.machines.map(({ name }) => name).join(" · ")}</p>
      </div>
      <a class="button compact" href=${addressOf("/?status=offline")}>${t("banner.filter")}</a>
    `;
  }

  #since({ lastSeen, statusChangedAt, ipAddress }: DashboardMachine): string {
    const { now } = this.#tick;
    const seen = lastSeen ?? statusChangedAt;
    const moment = { duration: formatDuration((now - seen) / 1000), time: formatMoment(seen, now) };
    return ipAddress ? t("banner.since_at", { ...moment, address: ipAddress }) : t("banner.since", moment);
  }
}
