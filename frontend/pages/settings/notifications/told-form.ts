import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { severityMark, severityStyles } from "../../../components/severity.ts";
import { apiContext } from "../../../state/contexts.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { reasonOf } from "./notification-record.ts";
import { type ConfigAnswer, lockOf, type NotificationChange, settingPaths } from "./notification-settings.ts";
import { toldStyles } from "./told-styles.ts";

const longestMinutes = 100_000;

/** Which alerts people are told of, and how often. Fires `acted` when it was changed. */
@customElement("hl-told-form")
export class ToldForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, severityStyles, settingsStyles, toldStyles];

  @property({ attribute: false }) config!: ConfigAnswer;
  @state() private failure: string | undefined;
  @state() private message = "";
  @query("#critical") private readonly criticalField!: HTMLInputElement;
  @query("#high") private readonly highField!: HTMLInputElement;
  @query("#resolved") private readonly resolvedField!: HTMLInputElement;
  @query("#critical_minutes") private readonly criticalMinutesField!: HTMLInputElement;
  @query("#high_minutes") private readonly highMinutesField!: HTMLInputElement;
  readonly #permission = new PermissionController(this);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    const { notifications } = this.config;
    return html`
      <form class="panel" @submit=${this.#submit} novalidate>
        ${this.#renderSeverity("critical", notifications.notify_on_critical)}
        ${this.#renderSeverity("high", notifications.notify_on_high)}
        <div class="told">${this.#renderCheck("resolved", notifications.notify_on_auto_resolve)}</div>
        <p class="small muted">${t("notifications.told_more")}</p>
        ${this.#renderActions()}
      </form>
    `;
  }

  #renderSeverity(severity: "critical" | "high", isTold: boolean) {
    const field = `${severity}_minutes` as const;
    return html`
      <div class="told">
        ${this.#renderCheck(severity, isTold)}
        <label class="again">
          ${t("notifications.again")}
          <span class="field">
            <input id=${field} class="number" type="number" min="1" max=${longestMinutes} step="1" inputmode="numeric"
              aria-label=${t("notifications.again_label", { severity: t(`severity.${severity}`) })}
              .value=${String(this.config.notifications.cooldowns[field])} ?disabled=${this.#isFixed(field)} />
            <span class="small muted" aria-hidden="true">${t("time.minutes")}</span>
          </span>
        </label>
        ${this.#renderLock(field)}
      </div>
    `;
  }

  #renderCheck(name: "critical" | "high" | "resolved", isTold: boolean) {
    return html`
      <label class="check">
        <input id=${name} type="checkbox" .checked=${isTold} ?disabled=${this.#isFixed(name)} />
        ${severityMark(name)} ${t(`notifications.tell.${name}`)}
      </label>
      ${this.#renderLock(name)}
    `;
  }

  #renderLock(field: keyof typeof settingPaths) {
    const lock = lockOf(this.config.origins, settingPaths[field]);
    if (!lock) return nothing;
    return html`<p class="lock small muted">${t(`notifications.locked.${lock.from}`, { name: lock.name })}</p>`;
  }

  #renderActions() {
    if (!this.#permission.mayAdminister) return html`<p class="small muted">${t("notifications.read_only")}</p>`;
    return html`
      ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
      <div class="actions">
        <p class="small muted" role="status">${this.message}</p>
        <button class="button primary">${t("notifications.save")}</button>
      </div>
    `;
  }

  #isFixed(field: keyof typeof settingPaths): boolean {
    return !this.#permission.mayAdminister || lockOf(this.config.origins, settingPaths[field]) !== undefined;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.message = "";
    const wrong = [this.criticalMinutesField, this.highMinutesField].find(({ validity }) => !validity.valid);
    const isEmpty = [this.criticalMinutesField, this.highMinutesField].find(({ value }) => value === "");
    this.failure = wrong || isEmpty ? t("notifications.no_minutes", { most: longestMinutes }) : undefined;
    (isEmpty ?? wrong)?.focus();
    if (this.failure !== undefined) return;
    try {
      await this.#api.value?.put("/config/notifications", this.#read());
      this.message = t("notifications.saved");
      this.dispatchEvent(new Event("acted"));
    } catch (error) {
      this.failure = t("notifications.save_failed", { reason: reasonOf(error) });
    }
  }

  #read(): NotificationChange {
    return {
      notify_on_critical: this.criticalField.checked,
      notify_on_high: this.highField.checked,
      notify_on_auto_resolve: this.resolvedField.checked,
      cooldowns: {
        critical_minutes: this.criticalMinutesField.valueAsNumber,
        high_minutes: this.highMinutesField.valueAsNumber,
      },
    };
  }
}
