import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/notice.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";
import "./add-channel.ts";
import "./channel-list.ts";
import type { Channel, ChannelList, DeliveryList } from "./notification-record.ts";
import type { ConfigAnswer } from "./notification-settings.ts";
import { notificationsStyles } from "./notifications-styles.ts";
import "./told-form.ts";
import type { UnsentList } from "./unsent-list.ts";
import "./unsent-list.ts";

const refreshSeconds = 10;
const settingsRefreshSeconds = 60;
const mostListed = 50;

/** How people are reached, what they are told of, and what did not reach them. */
@customElement("hl-notifications-page")
export class NotificationsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, settingsStyles, notificationsStyles];

  /** Whether the ways to add a channel are unfolded by themselves; the user may fold them. */
  @state() private isAdding = false;
  @query("#unsent") private readonly unsentHeading!: HTMLElement;
  @query("hl-unsent-list") private readonly unsentList!: UnsentList;
  readonly #channels = new ResourceController<ChannelList>(this, "/channels", refreshSeconds);
  readonly #config = new ResourceController<ConfigAnswer>(this, "/config", settingsRefreshSeconds);
  readonly #dead = new ResourceController<DeliveryList>(this, deliveriesPath("dead"), refreshSeconds);
  readonly #waiting = new ResourceController<DeliveryList>(this, deliveriesPath("waiting"), refreshSeconds);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, refreshSeconds);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.#channels.data?.channels.length === 0) this.isAdding = true;
  }

  protected override render() {
    const channels = this.#channels.data?.channels;
    return html`
      <hl-settings-head section="notifications"></hl-settings-head>
      ${channels ? this.#renderChannels(channels) : renderUnread(this.#channels, t("notifications.channels_failed"))}
      ${this.#renderTold()}
      ${this.#renderUnsent(channels ?? [])}
    `;
  }

  #renderChannels(channels: readonly Channel[]) {
    const { mayAdminister } = this.#permission;
    return html`
      <section aria-labelledby="channels">
        <h2 id="channels">${t("notifications.channels")}</h2>
        ${
          channels.length === 0
            ? html`<hl-notice icon="notify" .heading=${t("notifications.empty.title")}
                .text=${t(mayAdminister ? "notifications.empty.text" : "notifications.empty.text_read")}></hl-notice>`
            : html`<hl-channel-list .channels=${channels} .waiting=${this.#waiting.data?.notifications ?? []}
                @acted=${this.#reload}></hl-channel-list>`
        }
        ${mayAdminister ? this.#renderAdd() : nothing}
      </section>
    `;
  }

  /** The same element with and without channels, so that it can still say what became of the first one. */
  #renderAdd() {
    return html`
      <details class="add" ?open=${this.isAdding}>
        <summary>${t("notifications.add")}</summary>
        <hl-add-channel .config=${this.#config.data} @acted=${this.#reload}></hl-add-channel>
      </details>
    `;
  }

  #renderTold() {
    const { data } = this.#config;
    return html`
      <section aria-labelledby="told">
        <h2 id="told">${t("notifications.told")}</h2>
        ${
          data
            ? html`<hl-told-form .config=${data} @acted=${this.#reload}></hl-told-form>`
            : renderUnread(this.#config, t("notifications.settings_failed"))
        }
      </section>
    `;
  }

  #renderUnsent(channels: readonly Channel[]) {
    const unread = [this.#dead, this.#waiting].find(({ data }) => !data);
    return html`
      <section aria-labelledby="unsent">
        <h2 id="unsent" tabindex="-1">${t("notifications.unsent")}</h2>
        ${
          unread
            ? renderUnread(unread, t("notifications.unsent_failed"))
            : html`<hl-unsent-list .dead=${this.#dead.data} .waiting=${this.#waiting.data} .channels=${channels}
                .now=${this.#tick.now} @acted=${this.#reloadUnsent}></hl-unsent-list>`
        }
      </section>
    `;
  }

  async #reload(): Promise<void> {
    await Promise.all([this.#channels, this.#config, this.#dead, this.#waiting].map((resource) => resource.reload()));
  }

  /** A message that is sent again leaves the list, and its button with it. */
  async #reloadUnsent(): Promise<void> {
    await this.#reload();
    await this.updateComplete;
    await this.unsentList.updateComplete;
    if (!this.shadowRoot?.activeElement) this.unsentHeading.focus();
  }
}

function deliveriesPath(state: "dead" | "waiting"): string {
  return `/notifications?state=${state}&limit=${mostListed}`;
}
