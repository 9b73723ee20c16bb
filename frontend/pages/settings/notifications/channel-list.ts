import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { apiContext } from "../../../state/contexts.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { ledStyles } from "../../../styles/led.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { type Channel, type Delivery, reasonOf } from "./notification-record.ts";

/** What became of a test. */
type Outcome = { readonly kind: "testing" | "sent" } | { readonly kind: "failed"; readonly reason: string };

const lights = { ok: "ok", waiting: "warn", broken: "crit", lost: "away" } as const;
const chips = { ok: "ok", waiting: "warn", broken: "crit", lost: "" } as const;

/** The channels: how each is, and a test of it. Fires `acted` when the hub was asked for something. */
@customElement("hl-channel-list")
export class ChannelList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    chipStyles,
    ledStyles,
    settingsStyles,
    css`
      .row {
        flex-wrap: wrap;
        padding-block: var(--s3);
      }
      .row .text {
        flex-basis: calc(0.6 * var(--size-card));
      }
      .outcome {
        flex-basis: 100%;
      }
      .outcome.sent {
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

  @property({ attribute: false }) channels: readonly Channel[] = [];
  /** Messages that wait, newest first; they say why they do. */
  @property({ attribute: false }) waiting: readonly Delivery[] = [];
  @state() private outcomes: ReadonlyMap<string, Outcome> = new Map();
  readonly #permission = new PermissionController(this);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    return html`<ul class="rows">${this.channels.map((channel) => this.#renderChannel(channel))}</ul>`;
  }

  #renderChannel(channel: Channel) {
    const { name, title, state } = channel;
    const reason = state === "ok" ? null : this.#whyWaiting(name);
    return html`
      <li class="row">
        <span class="led ${lights[state]}" aria-hidden="true"></span>
        <div class="text">
          <p class="name">${title} <span class="number muted small">${name === title ? nothing : name}</span></p>
          <p class="small muted">${describe(channel)}</p>
          ${reason ? html`<p class="small">${reason}</p>` : nothing}
        </div>
        <span class="chip ${chips[state]}">${t(`notifications.state.${state}`)}</span>
        ${this.#permission.mayAct && state !== "lost" ? this.#renderTest(channel) : nothing}
        ${this.#renderOutcome(name)}
      </li>
    `;
  }

  #whyWaiting(name: string): string | null {
    return this.waiting.find(({ channel, reason }) => channel === name && reason !== null)?.reason ?? null;
  }

  #renderTest({ name, title }: Channel) {
    const isTesting = this.outcomes.get(name)?.kind === "testing";
    return html`
      <button class="button" type="button" aria-disabled=${isTesting ? "true" : "false"}
        aria-label=${t("notifications.test_label", { channel: title })} @click=${() => this.#test(name)}>
        ${t(isTesting ? "notifications.testing" : "notifications.test")}
      </button>
    `;
  }

  /** The line for news is there before it says anything: screen readers tell what changes, not what appears. */
  #renderOutcome(name: string) {
    const outcome = this.outcomes.get(name);
    const isSent = outcome?.kind === "sent";
    return html`
      <p class=${isSent ? "outcome sent small" : "visually-hidden"} role="status">
        ${isSent ? t("notifications.test_sent") : nothing}
      </p>
      ${
        outcome?.kind === "failed"
          ? html`<p class="outcome failure small" role="alert">${t("notifications.test_failed", { reason: outcome.reason })}</p>`
          : nothing
      }
    `;
  }

  async #test(name: string): Promise<void> {
    if (this.outcomes.get(name)?.kind === "testing") return;
    this.#tell(name, { kind: "testing" });
    try {
      await this.#api.value?.post(`/channels/${encodeURIComponent(name)}/test`);
      this.#tell(name, { kind: "sent" });
    } catch (error) {
      this.#tell(name, { kind: "failed", reason: reasonOf(error) });
    }
    this.dispatchEvent(new Event("acted"));
  }

  #tell(name: string, outcome: Outcome): void {
    this.outcomes = new Map(this.outcomes).set(name, outcome);
  }
}

/** What is on a channel, and what to do about one that needs the user. */
function describe({ state, waiting, gathered, dead }: Channel): string {
  const counts = [
    ...(waiting > 0 ? [t("notifications.count.waiting", { count: waiting })] : []),
    ...(gathered > 0 ? [t("notifications.count.gathered", { count: gathered })] : []),
    ...(dead > 0 ? [t("notifications.count.dead", { count: dead })] : []),
  ];
  const advice = state === "ok" && counts.length > 0 ? [] : [t(`notifications.advice.${state}`)];
  return [...counts, ...advice].join(" · ");
}
