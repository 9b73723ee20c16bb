import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../../components/confirm-dialog.ts";
import "../../../components/copy-line.ts";
import "../../../components/icon.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { formatAge, formatDate, formatMoment } from "../../../format/times.ts";
import { apiContext } from "../../../state/contexts.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";
import type { ApiKey, MadeKey } from "./api-key.ts";
import "./new-key-form.ts";
import type { NewKey, NewKeyForm } from "./new-key-form.ts";

const path = "/auth/keys";
const refreshSeconds = 30;
const dayMilliseconds = 86_400_000;

/** The API keys: list them, make one, delete one. A secret is shown once, when it was made. */
@customElement("hl-keys-page")
export class KeysPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, chipStyles, skeletonStyles, settingsStyles];

  @state() private made: MadeKey | undefined;
  @state() private failure: string | undefined;
  @query("hl-confirm-dialog") private readonly dialog!: ConfirmDialog;
  @query("hl-new-key-form") private readonly form!: NewKeyForm;
  readonly #keys = new ResourceController<{ keys: readonly ApiKey[] }>(this, path, refreshSeconds);
  readonly #tick = new TickController(this, 30);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    const keys = this.#keys.data?.keys;
    return html`
      <hl-settings-head section="keys"></hl-settings-head>
      ${keys ? this.#renderKeys(keys) : renderUnread(this.#keys, t("api_keys.failed"))}
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  #renderKeys(keys: readonly ApiKey[]) {
    const shared = keys.filter(({ agent_guid }) => agent_guid === null);
    return html`
      <div class="intro"><p>${t("api_keys.intro")}</p></div>
      <section class="panel" aria-labelledby="new">
        <h2 id="new">${t("api_keys.new")}</h2>
        <hl-new-key-form .failure=${this.failure} @make=${(event: CustomEvent<NewKey>) => this.#make(event.detail)}>
        </hl-new-key-form>
        ${this.#renderMade()}
      </section>
      <section aria-labelledby="list">
        <h2 id="list" tabindex="-1" data-home>${t("api_keys.list")}</h2>
        ${
          shared.length === 0
            ? html`<p class="muted">${t("api_keys.empty")}</p>`
            : html`<ul class="rows">${shared.map((key) => this.#renderKey(key))}</ul>`
        }
      </section>
    `;
  }

  #renderMade() {
    const { made } = this;
    if (!made) return nothing;
    return html`
      <p role="status">${t("api_keys.made", { name: made.name })}</p>
      <hl-copy-line primary .label=${t("api_keys.made_label")} .text=${made.key}></hl-copy-line>
      <button class="button" type="button" @click=${this.#forget}>${t("api_keys.made_done")}</button>
    `;
  }

  #renderKey(key: ApiKey) {
    const { name, scope, prefix } = key;
    return html`
      <li class="row">
        <div class="text">
          <p class="name">${name} <span class="number muted small">${prefix ? `${prefix}…` : nothing}</span></p>
          <p class="small muted">${this.#describe(key)}</p>
        </div>
        <span class="chip ${scope === "admin" ? "warn" : ""}">${t(`api_keys.scope.${scope}`)}</span>
        <button class="button quiet square" type="button" aria-haspopup="dialog"
          aria-label=${t("api_keys.delete_label", { name })} title=${t("api_keys.delete_label", { name })}
          @click=${() => this.#askToDelete(key)}><hl-icon name="remove"></hl-icon></button>
      </li>
    `;
  }

  #describe({ created_at, expires_at, last_used_at }: ApiKey): string {
    const { now } = this.#tick;
    const ends = expires_at === null ? null : Date.parse(expires_at);
    return [
      t("api_keys.created", { time: formatMoment(Date.parse(created_at), now) }),
      last_used_at === null
        ? t("api_keys.unused")
        : t("api_keys.used", { age: formatAge(Date.parse(last_used_at), now) }),
      ...(ends === null ? [] : [t(ends > now ? "api_keys.ends" : "api_keys.ended", { time: formatDate(ends) })]),
    ].join(" · ");
  }

  async #make({ name, scope, days }: NewKey): Promise<void> {
    const expires_at = days === null ? null : new Date(this.#tick.now + days * dayMilliseconds).toISOString();
    try {
      this.made = await this.#api.value?.post<MadeKey>(path, { name, scope, expires_at });
      this.failure = undefined;
      this.form.clear();
    } catch (error) {
      this.failure = t("api_keys.make_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#keys.reload();
  }

  /** The secret leaves the page; the button that was pressed goes with it. */
  #forget(): void {
    this.made = undefined;
    this.renderRoot.querySelector<HTMLElement>("[data-home]")?.focus();
  }

  #askToDelete({ id, name, prefix }: ApiKey): void {
    this.dialog.ask({
      heading: t("api_keys.delete_title"),
      text: t("api_keys.delete_text", { name, prefix: prefix ?? "" }),
      action: t("api_keys.delete", { name }),
      act: async () => {
        await this.#api.value?.delete(`${path}/${id}`);
        if (this.made?.id === id) this.made = undefined;
        await this.#keys.reload();
        await this.updateComplete;
      },
    });
  }
}
