import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/dialog.ts";
import type { Dialog } from "../../../components/dialog.ts";
import { formatDate } from "../../../format/times.ts";
import { ApiError } from "../../../state/api-error.ts";
import { addressOf } from "../../../state/base-path.ts";
import { apiContext } from "../../../state/contexts.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { type AgentRecord, nameOf } from "./agent-record.ts";
import { agentTokenStyles } from "./agent-token-styles.ts";

interface Credential {
  readonly api_token_prefix: string | null;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly is_revoked: boolean;
  readonly revoked_at: string | null;
  readonly is_rotating: boolean;
}

/** `none`: it has no token of its own. */
type Known = Credential | "none" | undefined;

/** The token of one agent: what is known of it, and how to renew or end it. Ending it is asked for a second time. */
@customElement("hl-agent-token-dialog")
export class AgentTokenDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, agentTokenStyles];

  @state() private agent: AgentRecord | undefined;
  @state() private credential: Known;
  @state() private failure: string | undefined;
  @state() private isRevoking = false;
  @state() private isBusy = false;
  @query("hl-dialog") private readonly dialog!: Dialog;
  @query(".confirm") private readonly confirmButton!: HTMLElement | null;
  @query(".revoke") private readonly revokeButton!: HTMLElement | null;
  readonly #api = new ContextConsumer(this, { context: apiContext });

  /** Shows the token of an agent that has a GUID. */
  open(agent: AgentRecord): void {
    this.agent = agent;
    this.credential = undefined;
    this.isRevoking = false;
    this.dialog.open();
    void this.#attempt(() => this.#api.value?.get<Credential>(this.#path));
  }

  protected override render() {
    const { agent } = this;
    const name = agent ? nameOf(agent) : "";
    return html`
      <hl-dialog .heading=${t("agent_token.title", { name })}>
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
        ${this.isRevoking ? this.#renderQuestion(name) : this.#renderToken()}
      </hl-dialog>
    `;
  }

  #renderToken() {
    const { credential, agent } = this;
    if (credential === "none") return renderNone();
    if (!credential) {
      if (this.failure !== undefined) return nothing;
      return html`<div class="skeleton" role="status" aria-label=${t("agent_token.loading")}></div>`;
    }
    return html`
      ${renderFacts(credential, agent?.server_guid ?? "")}
      ${credential.is_revoked ? renderNone() : this.#renderActions(credential)}
    `;
  }

  #renderActions({ is_rotating }: Credential) {
    return html`
      <p class="small muted">${t("agent_token.rotate_hint")}</p>
      <div class="actions">
        <button class="button danger revoke" type="button" @click=${() => this.#ask(true)}>${t("agent_token.revoke")}</button>
        <button class="button" type="button" ?disabled=${this.isBusy || is_rotating} @click=${() => this.#change("rotate")}>
          ${t("agent_token.rotate")}
        </button>
      </div>
    `;
  }

  #renderQuestion(name: string) {
    return html`
      <p>${t("agent_token.revoke_text", { name })}</p>
      <div class="actions">
        <button class="button" type="button" @click=${() => this.#ask(false)}>${t("confirm.cancel")}</button>
        <button class="button danger confirm" type="button" ?disabled=${this.isBusy} @click=${() => this.#change("revoke")}>
          ${t("agent_token.revoke_confirm", { name })}
        </button>
      </div>
    `;
  }

  get #path(): string {
    return `/agents/credentials/${encodeURIComponent(this.agent?.server_guid ?? "")}`;
  }

  /** The button that was pressed goes away: the focus goes to the one in its place. */
  async #ask(isRevoking: boolean): Promise<void> {
    this.isRevoking = isRevoking;
    await this.updateComplete;
    (isRevoking ? this.confirmButton : this.revokeButton)?.focus();
  }

  async #change(action: "rotate" | "revoke"): Promise<void> {
    this.isBusy = true;
    await this.#attempt(() => this.#api.value?.post<Credential>(`${this.#path}/${action}`));
    this.isBusy = false;
    this.isRevoking = false;
  }

  async #attempt(ask: () => Promise<Credential> | undefined): Promise<void> {
    const { agent } = this;
    this.failure = undefined;
    try {
      const credential = await ask();
      if (agent === this.agent) this.credential = credential;
    } catch (error) {
      if (agent !== this.agent) return;
      if (error instanceof ApiError && error.code === "NOT_FOUND") this.credential = "none";
      else this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

function renderFacts(credential: Credential, guid: string) {
  const { api_token_prefix, created_at, last_used_at } = credential;
  const used = last_used_at === null ? t("agent_token.never") : formatDate(Date.parse(last_used_at));
  return html`
    <dl>
      <dt>${t("agent_token.state")}</dt><dd>${stateOf(credential)}</dd>
      <dt>${t("agent_token.prefix")}</dt><dd class="number">${api_token_prefix}…</dd>
      <dt>${t("agent_token.created")}</dt><dd>${formatDate(Date.parse(created_at))}</dd>
      <dt>${t("agent_token.used")}</dt><dd>${used}</dd>
      <dt>${t("agent_token.guid")}</dt><dd class="number small">${guid}</dd>
    </dl>
  `;
}

function stateOf({ is_revoked, revoked_at, is_rotating }: Credential): string {
  if (is_revoked)
    return t("agent_token.revoked", { time: revoked_at === null ? "" : formatDate(Date.parse(revoked_at)) });
  return t(is_rotating ? "agent_token.rotating" : "agent_token.valid");
}

function renderNone() {
  return html`
    <p>${t("agent_token.none")}</p>
    <div class="actions"><a class="button" href=${addressOf("/add-machine")}>${t("agent_token.new_line")}</a></div>
  `;
}
