import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatMoment } from "../../format/times.ts";
import { apiContext } from "../../state/contexts.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { chipStyles } from "../../styles/chips.ts";
import { t } from "../../text/t.ts";
import type { ChannelRecord, DeliveryRecord } from "./alert-detail.ts";
import { alertPartStyles } from "./alert-part-styles.ts";

const refreshSeconds = 10;
const chips = { waiting: "warn", gathered: "", sent: "ok", folded: "", dead: "crit" } as const;

/** Who was told of an alert, on which channel, and what became of the message. */
@customElement("hl-alert-deliveries")
export class AlertDeliveries extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    chipStyles,
    alertPartStyles,
    css`
      ul {
        display: grid;
        gap: var(--s3);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--s1) var(--s3);
      }
      li + li {
        padding-top: var(--s3);
        border-top: 1px solid var(--border);
      }
      b {
        color: var(--text);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .reason {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ type: Number }) alertId = 0;
  /** The hub's time, Unix milliseconds. */
  @property({ attribute: false }) now = 0;
  @state() private failure: string | undefined;
  readonly #api = new ContextConsumer(this, { context: apiContext });
  readonly #channels = new ResourceController<{ channels: readonly ChannelRecord[] }>(
    this,
    "/channels",
    refreshSeconds,
  );
  readonly #permission = new PermissionController(this);
  readonly #deliveries = new ResourceController<{ notifications: readonly DeliveryRecord[] }>(
    this,
    null,
    refreshSeconds,
  );

  protected override willUpdate(): void {
    this.#deliveries.watch(`/notifications?subject=alert-${this.alertId}&limit=100`);
  }

  protected override render() {
    const deliveries = this.#deliveries.data?.notifications;
    if (!deliveries) return nothing;
    return html`
      <section class="panel" aria-labelledby="heading">
        <header><h2 id="heading">${t("alert.deliveries")}</h2></header>
        ${
          deliveries.length === 0
            ? html`<p class="muted">${t("alert.deliveries.none")}</p>`
            : html`<ul>${deliveries.map((delivery) => this.#renderDelivery(delivery))}</ul>`
        }
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
      </section>
    `;
  }

  #renderDelivery(delivery: DeliveryRecord) {
    const { channel, kind, state, reason, created_at: createdAt } = delivery;
    const time = formatMoment(Date.parse(createdAt), this.now);
    return html`
      <li>
        <p><b>${channel}</b> <span class="small muted">${t(`alert.message.${kind}`)} · ${time}</span></p>
        <span class="chip ${chips[state]}">${this.#stateOf(delivery)}</span>
        ${reason === null || state === "sent" ? nothing : html`<p class="reason small muted">${reason}</p>`}
        ${state === "dead" && this.#permission.mayAct ? this.#renderRetry(delivery) : nothing}
      </li>
    `;
  }

  #renderRetry(delivery: DeliveryRecord) {
    return html`
      <button class="button compact" type="button" aria-label=${t("alert.delivery.retry_label", { channel: delivery.channel })}
        @click=${() => this.#retry(delivery)}>${t("alert.delivery.retry")}</button>
    `;
  }

  #stateOf({ state, channel, ended_at: endedAt, next_at: nextAt }: DeliveryRecord): string {
    const channelState = this.#channels.data?.channels.find(({ name }) => name === channel)?.state;
    if (state === "waiting" && (channelState === "broken" || channelState === "lost"))
      return t(`alert.delivery.${channelState}`);
    const time = (at: string) => formatMoment(Date.parse(at), this.now);
    if (state === "sent" && endedAt !== null) return t("alert.delivery.sent", { time: time(endedAt) });
    if (state === "waiting" && nextAt !== null) return t("alert.delivery.waiting_until", { time: time(nextAt) });
    return state === "sent" ? t("alert.delivery.sent", { time: "" }) : t(`alert.delivery.${state}`);
  }

  async #retry({ channel, sequence }: DeliveryRecord): Promise<void> {
    this.failure = undefined;
    try {
      await this.#api.value?.post(`/notifications/${encodeURIComponent(channel)}/${sequence}/retry`);
    } catch (error) {
      this.failure = t("alert.act_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#deliveries.reload();
  }
}
