import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../../components/confirm-dialog.ts";
import { apiContext } from "../../../state/contexts.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { reasonOf } from "./notification-record.ts";
import { type ConfigAnswer, lockOf, type NotificationChange, settingPaths } from "./notification-settings.ts";

/** Slack's webhook: set, replaced or taken away, and never shown. Fires `acted`, which bubbles, when it is another one. */
@customElement("hl-slack-form")
export class SlackForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    settingsStyles,
    css`
      :host {
        gap: var(--s3);
      }
      .failure:empty,
      [role="status"]:empty {
        display: none;
      }
    `,
  ];

  @property({ attribute: false }) config!: ConfigAnswer;
  @state() private failure: string | undefined;
  @state() private message = "";
  @query("#webhook") private readonly field!: HTMLInputElement;
  @query("hl-confirm-dialog") private readonly dialog!: ConfirmDialog;
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    const lock = lockOf(this.config.origins, settingPaths.slack);
    return html`
      ${lock ? html`<p class="small">${t(`notifications.locked.${lock.from}`, { name: lock.name })}</p>` : this.#renderForm()}
      <p class="failure" role="alert">${this.failure ?? nothing}</p>
      <p class="small muted" role="status">${this.message}</p>
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  #renderForm() {
    const isSet = this.config.notifications.slack_webhook_url !== null;
    return html`
      <form class="form" @submit=${this.#submit} novalidate>
        <label class="wide">
          ${t("notifications.webhook")}
          <span class="field">
            <input id="webhook" data-home type="password" autocomplete="off" spellcheck="false" maxlength="2000"
              placeholder=${t(isSet ? "notifications.webhook_set" : "notifications.webhook_hint")}
              aria-invalid=${this.failure === undefined ? "false" : "true"} />
          </span>
        </label>
        <button class="button primary">${t(isSet ? "notifications.webhook_replace" : "notifications.webhook_save")}</button>
        ${isSet ? this.#renderOff() : nothing}
      </form>
    `;
  }

  #renderOff() {
    return html`
      <button class="button" type="button" aria-haspopup="dialog" @click=${this.#askToTurnOff}>
        ${t("notifications.slack_off")}
      </button>
    `;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const webhook = this.field.value.trim();
    this.message = "";
    this.failure = webhook === "" ? t("notifications.no_webhook") : undefined;
    if (this.failure !== undefined) {
      this.field.focus();
      return;
    }
    try {
      await this.#put(webhook);
      this.field.value = "";
      this.message = t("notifications.webhook_saved");
    } catch (error) {
      this.failure = t("notifications.save_failed", { reason: reasonOf(error) });
    }
  }

  #askToTurnOff(): void {
    this.dialog.ask({
      heading: t("notifications.slack_off"),
      text: t("notifications.slack_off_text"),
      action: t("notifications.slack_off"),
      act: async () => {
        this.failure = undefined;
        await this.#put(null);
        this.message = t("notifications.slack_is_off");
        await this.updateComplete;
      },
    });
  }

  async #put(webhook: string | null): Promise<void> {
    const change: NotificationChange = { slack_webhook_url: webhook };
    const answer = await this.#api.value?.put<Pick<ConfigAnswer, "notifications">>("/config/notifications", change);
    if (answer) this.config = { ...this.config, notifications: answer.notifications };
    this.dispatchEvent(new Event("acted", { bubbles: true, composed: true }));
  }
}
