import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../../components/confirm-dialog.ts";
import "../../../components/icon.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { formatMoment } from "../../../format/times.ts";
import { addressOf } from "../../../state/base-path.ts";
import { apiContext } from "../../../state/contexts.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { type EnrolmentToken, isOpen, type NewEnrolmentToken } from "../../add-machine/enrolment-token.ts";
import "../../add-machine/install-line.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";
import "./new-line-form.ts";
import type { NewLine } from "./new-line-form.ts";

const path = "/agents/register/tokens";
const refreshSeconds = 5;
/** How many of those who came in with a line are named. */
const mostNames = 5;

/** The lines that let machines in: those that are open, those that ended, and a new one. */
@customElement("hl-enrolment-page")
export class EnrolmentPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, settingsStyles];

  @state() private made: { readonly token: NewEnrolmentToken; readonly isImage: boolean } | undefined;
  @state() private failure: string | undefined;
  @query("hl-confirm-dialog") private readonly dialog!: ConfirmDialog;
  readonly #tokens = new ResourceController<{ tokens: readonly EnrolmentToken[] }>(this, path, refreshSeconds);
  readonly #tick = new TickController(this, 30);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    const tokens = this.#tokens.data?.tokens;
    return html`
      <hl-settings-head section="enrolment"></hl-settings-head>
      ${tokens ? this.#renderTokens(tokens) : renderUnread(this.#tokens, t("enrolment.failed"))}
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  #renderTokens(tokens: readonly EnrolmentToken[]) {
    return html`
      <div class="intro">
        <p>${t("enrolment.intro")}</p>
        <a class="button" href=${addressOf("/add-machine")}><hl-icon name="add"></hl-icon>${t("enrolment.add")}</a>
      </div>
      <section class="panel" aria-labelledby="new">
        <h2 id="new">${t("enrolment.new")}</h2>
        <hl-new-line-form @make=${(event: CustomEvent<NewLine>) => this.#make(event.detail)}></hl-new-line-form>
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
        ${
          this.made
            ? html`<hl-install-line .token=${this.made.token} ?image=${this.made.isImage}></hl-install-line>`
            : nothing
        }
      </section>
      ${this.#renderOpen(tokens.filter(isOpen))}
      ${this.#renderEnded(tokens.filter((token) => !isOpen(token)))}
    `;
  }

  #renderOpen(tokens: readonly EnrolmentToken[]) {
    return html`
      <section aria-labelledby="open">
        <h2 id="open" tabindex="-1" data-home>${t("enrolment.open")}</h2>
        ${
          tokens.length === 0
            ? html`<p class="muted">${t("enrolment.none_open")}</p>`
            : html`<ul class="rows">${tokens.map((token) => this.#renderOpenToken(token))}</ul>`
        }
      </section>
    `;
  }

  #renderOpenToken(token: EnrolmentToken) {
    const { name, token_prefix, uses_left, expires_at } = token;
    const label = name ?? t("enrolment.no_name");
    return html`
      <li class="row">
        <div class="text">
          <p class="name">${label} <span class="number muted small">${token_prefix}…</span></p>
          <p class="small muted">
            ${t("enrolment.uses_left", { count: uses_left })}
            · ${t("enrolment.until", { time: formatMoment(Date.parse(expires_at), this.#tick.now) })}
            · ${describeClaims(token)}
          </p>
        </div>
        <button class="button compact" type="button" aria-haspopup="dialog"
          aria-label=${t("enrolment.revoke_label", { name: label })} @click=${() => this.#askToRevoke(token, label)}>
          ${t("enrolment.revoke")}
        </button>
      </li>
    `;
  }

  #renderEnded(tokens: readonly EnrolmentToken[]) {
    if (tokens.length === 0) return nothing;
    return html`
      <section aria-labelledby="ended">
        <h2 id="ended">${t("enrolment.ended")}</h2>
        <ul class="rows">${tokens.map((token) => this.#renderEndedToken(token))}</ul>
      </section>
    `;
  }

  #renderEndedToken(token: EnrolmentToken) {
    const { name, token_prefix, uses_left, expires_at } = token;
    const time = formatMoment(Date.parse(expires_at), this.#tick.now);
    return html`
      <li class="row past">
        <div class="text">
          <p class="name">${name ?? t("enrolment.no_name")} <span class="number muted small">${token_prefix}…</span></p>
          <p class="small muted">
            ${uses_left === 0 ? t("enrolment.used_up") : t("enrolment.expired", { time })} · ${describeClaims(token)}
          </p>
        </div>
      </li>
    `;
  }

  async #make({ isImage, ...wanted }: NewLine): Promise<void> {
    try {
      const token = await this.#api.value?.post<NewEnrolmentToken>(path, wanted);
      this.made = token && { token, isImage };
      this.failure = undefined;
    } catch (error) {
      this.failure = t("enrolment.make_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#tokens.reload();
  }

  #askToRevoke({ id, token_prefix: prefix }: EnrolmentToken, name: string): void {
    this.dialog.ask({
      heading: t("enrolment.revoke_title"),
      text: t("enrolment.revoke_text", { name, prefix }),
      action: t("enrolment.revoke"),
      act: async () => {
        await this.#api.value?.delete(`${path}/${id}`);
        if (this.made?.token.id === id) this.made = undefined;
        await this.#tokens.reload();
        await this.updateComplete;
      },
    });
  }
}

/** Who came in with it. Hostnames are untrusted text. */
function describeClaims({ claims }: EnrolmentToken): string {
  if (claims.length === 0) return t("enrolment.nobody");
  const names = claims.slice(0, mostNames).map(({ hostname }) => hostname);
  const rest = claims.length > mostNames ? ["…"] : [];
  return t("enrolment.claims", { count: claims.length, names: [...names, ...rest].join(", ") });
}
