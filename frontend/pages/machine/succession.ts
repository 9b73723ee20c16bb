import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../../components/icon.ts";
import { ContextConsumer } from "@lit/context";
import { TickController } from "../../components/tick-controller.ts";
import { formatMoment } from "../../format/times.ts";
import { apiContext } from "../../state/contexts.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { t } from "../../text/t.ts";

/** A silent machine that this one may have been; a part of `GET /machines/{id}/identity`. */
interface Candidate {
  readonly machine_id: string;
  readonly device_id: number;
  readonly display_name: string | null;
  readonly last_seen: string | null;
  readonly why: readonly string[];
}

/** Asks whether a machine is an older one, installed anew. Empty when there is nothing to ask. One element for each machine. */
@customElement("hl-succession")
export class Succession extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      section {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--s2) var(--s4);
        padding: var(--s4);
        border: 1px solid var(--border-strong);
        border-radius: var(--r3);
        background: var(--surface);
      }
      hl-icon {
        align-self: start;
        margin-top: var(--s1);
        color: var(--info);
      }
      h2 {
        color: var(--text);
        font-size: var(--type-title);
        letter-spacing: 0;
        text-transform: none;
      }
      p {
        max-width: 80ch;
        overflow-wrap: anywhere;
      }
      .failure {
        color: var(--crit);
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      @media (max-width: 900px) {
        section {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .answers {
          grid-column: 1 / -1;
        }
        .button {
          flex: 1;
          min-height: var(--size-touch);
          white-space: normal;
        }
      }
    `,
  ];

  @property() machineId = "";
  /** Goes to the page of the machine that goes on. */
  @property({ attribute: false }) move: (machineId: string) => void = () => {};
  @state() private isBusy = false;
  @state() private failure = "";
  readonly #api = new ContextConsumer(this, { context: apiContext });
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 60);
  #identity: ResourceController<{ readonly candidates: readonly Candidate[] }> | undefined;

  protected override willUpdate(): void {
    this.#identity ??= new ResourceController(this, this.#path, 30);
    // An empty element would leave a gap in the page.
    this.hidden = this.#candidate === undefined;
  }

  protected override render() {
    return this.#candidate ? this.#renderQuestion(this.#candidate) : nothing;
  }

  #renderQuestion(candidate: Candidate) {
    const name = candidate.display_name ?? candidate.machine_id;
    const time = formatMoment(Date.parse(candidate.last_seen ?? ""), this.#tick.now);
    const why = candidate.why.includes("hostname") ? "succession.why.hostname" : "succession.why.macs";
    return html`
      <section aria-labelledby="question">
        <hl-icon name="machine"></hl-icon>
        <div>
          <h2 id="question">${t("succession.title", { name })}</h2>
          <p>${t(why, { name, time })} ${t("succession.consequence")}</p>
          ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
        </div>
        ${this.#permission.mayAdminister ? this.#renderAnswers(candidate, name) : html`<p>${t("succession.ask_admin")}</p>`}
      </section>
    `;
  }

  #renderAnswers(candidate: Candidate, name: string) {
    return html`
      <div class="answers">
        <button class="button primary" type="button" ?disabled=${this.isBusy} @click=${() => this.#adopt(candidate)}>
          ${t("succession.adopt", { name })}
        </button>
        <button class="button" type="button" ?disabled=${this.isBusy} @click=${() => this.#deny(candidate)}>
          ${t("succession.deny")}
        </button>
      </div>
    `;
  }

  #adopt({ machine_id }: Candidate): Promise<void> {
    return this.#say("adopt", { machine_id }, () => this.move(machine_id));
  }

  #deny({ device_id }: Candidate): Promise<void> {
    return this.#say("split", { device_id }, () => this.#identity?.reload());
  }

  async #say(word: string, body: object, then: () => void): Promise<void> {
    this.isBusy = true;
    this.failure = "";
    try {
      await this.#api.value?.post(`${this.#path}/${word}`, body);
      then();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      this.isBusy = false;
    }
  }

  get #candidate(): Candidate | undefined {
    return this.#identity?.data?.candidates[0];
  }

  get #path(): string {
    return `/machines/${encodeURIComponent(this.machineId)}/identity`;
  }
}
