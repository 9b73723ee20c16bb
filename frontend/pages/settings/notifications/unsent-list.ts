import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../../components/icon.ts";
import { formatMoment } from "../../../format/times.ts";
import { addressOf } from "../../../state/base-path.ts";
import { apiContext } from "../../../state/contexts.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { type Channel, type Delivery, type DeliveryList, nextTryOf, reasonOf } from "./notification-record.ts";

/** What could not be sent, and what waits. Fires `acted` when something is to be sent again. */
@customElement("hl-unsent-list")
export class UnsentList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    settingsStyles,
    css`
      :host {
        gap: var(--s3);
      }
      .row {
        flex-wrap: wrap;
        padding-block: var(--s3);
      }
      .row .text {
        flex-basis: calc(0.7 * var(--size-card));
      }
      .name:hover {
        text-decoration: underline;
      }
      .row .failure {
        flex-basis: 100%;
      }
      .calm {
        --icon-size: var(--size-icon);
        display: flex;
        align-items: center;
        gap: var(--s2);
      }
      .calm hl-icon {
        color: var(--ok);
      }
      @media (max-width: 900px) {
        .row .button {
          flex-basis: 100%;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @property({ attribute: false }) dead: DeliveryList | undefined;
  @property({ attribute: false }) waiting: DeliveryList | undefined;
  @property({ attribute: false }) channels: readonly Channel[] = [];
  /** The hub's time, Unix milliseconds. */
  @property({ attribute: false }) now = 0;
  /** Why a message could not be asked for again, by what names it. */
  @state() private failures: ReadonlyMap<string, string> = new Map();
  @state() private message = "";
  readonly #permission = new PermissionController(this);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    return html`
      ${this.dead ? this.#renderDead(this.dead) : nothing}
      ${this.waiting && this.waiting.total > 0 ? this.#renderWaiting(this.waiting) : nothing}
      <p class="visually-hidden" role="status">${this.message}</p>
    `;
  }

  #renderDead({ notifications, total }: DeliveryList) {
    if (total === 0) {
      return html`<p class="calm muted"><hl-icon name="well"></hl-icon>${t("notifications.all_sent")}</p>`;
    }
    return html`
      <ul class="rows">${repeat(notifications, nameOf, (delivery) => this.#renderDelivery(delivery))}</ul>
      ${
        total > notifications.length
          ? html`<p class="small muted">${t("notifications.newest", { shown: notifications.length, total })}</p>`
          : nothing
      }
    `;
  }

  #renderDelivery(delivery: Delivery) {
    const { title, path, channel, kind, reason, ended_at, created_at } = delivery;
    const time = formatMoment(Date.parse(ended_at ?? created_at), this.now);
    const failure = this.failures.get(nameOf(delivery));
    return html`
      <li class="row">
        <div class="text">
          ${
            isInner(path)
              ? html`<a class="name" href=${addressOf(path)}>${title}</a>`
              : html`<p class="name">${title}</p>`
          }
          <p class="small muted">${[this.#titleOf(channel), t(`alert.message.${kind}`), time].join(" · ")}</p>
          ${reason === null ? nothing : html`<p class="small">${reason}</p>`}
        </div>
        ${this.#permission.mayAct ? this.#renderRetry(delivery) : nothing}
        ${failure === undefined ? nothing : html`<p class="failure small" role="alert">${failure}</p>`}
      </li>
    `;
  }

  #renderRetry(delivery: Delivery) {
    const { title } = delivery;
    const label = t("notifications.retry_label", { title, channel: this.#titleOf(delivery.channel) });
    return html`
      <button class="button" type="button" aria-label=${label} @click=${() => this.#retry(delivery)}>
        ${t("notifications.retry")}
      </button>
    `;
  }

  #renderWaiting(waiting: DeliveryList) {
    const count = waiting.total;
    const next = nextTryOf(waiting);
    const isSoon = next !== null && next <= this.now;
    return html`
      <p class="small muted">
        ${t("notifications.waiting", { count })}
        ${next === null || isSoon ? nothing : t("notifications.next_try", { time: formatMoment(next, this.now) })}
        ${isSoon ? t("notifications.next_try_now") : nothing}
      </p>
    `;
  }

  /** What people call a channel; one that is gone has only its name. */
  #titleOf(channel: string): string {
    return this.channels.find(({ name }) => name === channel)?.title ?? channel;
  }

  async #retry(delivery: Delivery): Promise<void> {
    const failures = new Map(this.failures);
    failures.delete(nameOf(delivery));
    this.message = "";
    try {
      await this.#api.value?.post(`/notifications/${encodeURIComponent(delivery.channel)}/${delivery.sequence}/retry`);
      this.message = t("notifications.retried");
    } catch (error) {
      failures.set(nameOf(delivery), t("notifications.retry_failed", { reason: reasonOf(error) }));
    }
    this.failures = failures;
    this.dispatchEvent(new Event("acted"));
  }
}

/** A message is on several channels, each with its own fate. */
function nameOf({ channel, sequence }: Delivery): string {
  return `${channel}/${sequence}`;
}

/** Whether it is a path of the dashboard: `//host` would lead away from it. */
function isInner(path: string | null): path is string {
  return path !== null && /^\/(?![/\\])/.test(path);
}
