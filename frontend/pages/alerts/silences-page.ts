import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { typeWord } from "../../components/alert-words.ts";
import "../../components/confirm-dialog.ts";
import "../../components/icon.ts";
import "../../components/notice.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatDuration, formatMoment } from "../../format/times.ts";
import { MachineController } from "../../sdk/index.ts";
import { apiContext } from "../../state/contexts.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import "./alerts-head.ts";
import { alertsStyles } from "./alerts-styles.ts";
import "./new-silence-form.ts";
import type { NewSilence, NewSilenceForm } from "./new-silence-form.ts";
import type { SilenceRecord } from "./silence-record.ts";
import { silencesStyles } from "./silences-styles.ts";

const path = "/silences";
const refreshSeconds = 15;

/** The times in which nobody wants to hear of something: those in force, and a new one. */
@customElement("hl-silences-page")
export class SilencesPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, alertsStyles, silencesStyles];

  @state() private failure: string | undefined;
  @state() private endFailure: string | undefined;
  @query("hl-new-silence-form") private readonly form!: NewSilenceForm;
  readonly #silences = new ResourceController<{ silences: readonly SilenceRecord[] }>(this, path, refreshSeconds);
  readonly #machines = new MachineController(this);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 15);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override render() {
    return html`
      <hl-alerts-head section="silences"></hl-alerts-head>
      <p class="intro">${t("silence.intro")}</p>
      ${this.#permission.mayAct ? this.#renderForm() : nothing}
      ${this.#renderSilences()}
    `;
  }

  #renderForm() {
    return html`
      <section class="panel" aria-labelledby="new">
        <h2 id="new">${t("silence.new")}</h2>
        <hl-new-silence-form .failure=${this.failure} @make=${(event: CustomEvent<NewSilence>) => this.#make(event.detail)}>
        </hl-new-silence-form>
      </section>
    `;
  }

  #renderSilences() {
    const { data, failure } = this.#silences;
    if (!data && failure) {
      return html`
        <hl-notice .heading=${t("silence.unread")} .text=${failure.message}>
          <button class="button" type="button" @click=${() => this.#silences.reload()}>${t("app.retry")}</button>
        </hl-notice>
      `;
    }
    if (!data) return html`<div class="skeleton" role="status" aria-label=${t("settings.loading")}></div>`;
    if (data.silences.length === 0) {
      return html`
        <hl-notice icon="alerts" .heading=${t("silence.none.title")} .text=${t("silence.none.text")}></hl-notice>
      `;
    }
    return html`
      <section aria-labelledby="list">
        <h2 id="list" tabindex="-1">${t("silence.list")} <span class="number muted">${data.silences.length}</span></h2>
        <ul class="rows">${data.silences.map((silence) => this.#renderSilence(silence))}</ul>
        ${this.endFailure === undefined ? nothing : html`<p class="failure" role="alert">${this.endFailure}</p>`}
      </section>
    `;
  }

  #renderSilence(silence: SilenceRecord) {
    const what = this.#describe(silence);
    const ends = Date.parse(silence.ends_at);
    const { now } = this.#tick;
    return html`
      <li class="row">
        <hl-icon name="silence"></hl-icon>
        <div class="text">
          <p class="name">${what}</p>
          <p class="small muted">
            ${t("silence.until_time", { time: formatMoment(ends, now) })} · ${t("silence.by", { name: silence.created_by })}
            ${silence.comment === null ? nothing : `· ${silence.comment}`}
          </p>
        </div>
        <span class="small muted number">${t("silence.left", { duration: formatDuration((ends - now) / 1000) })}</span>
        ${
          this.#permission.mayAct
            ? html`
              <button class="button compact" type="button" aria-label=${t("silence.end_label", { what })} @click=${() => this.#end(silence)}>
                ${t("silence.end")}
              </button>
            `
            : nothing
        }
      </li>
    `;
  }

  #describe({ type, machine_id: machine, tag }: SilenceRecord): string {
    const name = this.#machines.machines.find(({ id }) => id === machine)?.name ?? machine;
    return [
      type === null ? t("silence.covers_all") : t("silence.covers_type", { type: capitalised(typeWord(type)) }),
      ...(name === null ? [] : [t("silence.of_machine", { machine: name })]),
      ...(tag === null ? [] : [t("silence.of_tag", { tag })]),
    ].join(" ");
  }

  async #make(silence: NewSilence): Promise<void> {
    this.failure = undefined;
    try {
      await this.#api.value?.post(path, silence);
      this.form.clear();
    } catch (error) {
      this.failure = t("silence.failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#silences.reload();
  }

  /** The button goes with its silence: the focus moves to the list, or to the way back to it. */
  async #end({ id }: SilenceRecord): Promise<void> {
    this.endFailure = undefined;
    try {
      await this.#api.value?.delete(`${path}/${id}`);
    } catch (error) {
      this.endFailure = t("alert.act_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#silences.reload();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("#list")?.focus();
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
