import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import "../../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../../components/confirm-dialog.ts";
import "../../../components/icon.ts";
import { MachineController } from "../../../sdk/index.ts";
import { apiContext } from "../../../state/contexts.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { t } from "../../../text/t.ts";
import { alertsStyles } from "../alerts-styles.ts";
import { silencesStyles } from "../silences-styles.ts";
import "./exception-dialog.ts";
import type { ExceptionDialog } from "./exception-dialog.ts";
import { differencesOf, whomOf } from "./exception-words.ts";
import type { ThresholdException } from "./thresholds.ts";

const path = "/integrations/alerts/config";
const refreshSeconds = 60;

/** The block of config.yaml that holds the exceptions. Its `version` keeps an edit from undoing somebody else's. */
interface AlertsBlock {
  readonly config: { readonly overrides?: readonly ThresholdException[] };
  readonly version: string;
  readonly writable: boolean;
  readonly reason: string | null;
}

/** The exceptions from the thresholds: list them, add, change and remove one. Only for admins: the hub shows them to nobody else. */
@customElement("hl-rule-exceptions")
export class RuleExceptions extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    alertsStyles,
    silencesStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @query("hl-exception-dialog") private readonly editor!: ExceptionDialog;
  @query("hl-confirm-dialog") private readonly dialog!: ConfirmDialog;
  readonly #block = new ResourceController<AlertsBlock>(this, path, refreshSeconds);
  readonly #machines = new MachineController(this);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override render() {
    const block = this.#block.data;
    if (!block) return nothing;
    const { overrides = [] } = block.config;
    return html`
      <section aria-labelledby="heading">
        <h2 id="heading" tabindex="-1" data-home>${t("rules.exceptions")}</h2>
        <p class="intro">${t("rules.exceptions_intro")}</p>
        ${
          overrides.length === 0
            ? html`<p class="muted">${t("rules.exceptions_none")}</p>`
            : html`<ul class="rows">${overrides.map((exception, index) => this.#renderException(exception, index))}</ul>`
        }
        ${block.writable ? this.#renderAdd() : html`<p class="small muted">${block.reason}</p>`}
      </section>
      <hl-exception-dialog></hl-exception-dialog>
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  #renderAdd() {
    return html`
      <div>
        <button class="button" type="button" aria-haspopup="dialog" @click=${() => this.#add()}>
          <hl-icon name="add"></hl-icon>${t("rules.exception_add")}
        </button>
      </div>
    `;
  }

  #renderException(exception: ThresholdException, index: number) {
    const whom = whomOf(exception, (id) => this.#machines.machines.find((machine) => machine.id === id)?.name ?? id);
    return html`
      <li class="row">
        <div class="text">
          <p class="name">${whom}</p>
          <p class="small muted">${differencesOf(exception).join(" · ")}</p>
        </div>
        ${this.#block.data?.writable ? this.#renderTools(exception, index, whom) : nothing}
      </li>
    `;
  }

  #renderTools(exception: ThresholdException, index: number, whom: string) {
    const change = t("rules.exception_edit", { whom });
    const remove = t("rules.exception_remove", { whom });
    return html`
      <button class="button quiet square" type="button" aria-haspopup="dialog" aria-label=${change} title=${change}
        @click=${() => this.#change(exception, index)}><hl-icon name="edit"></hl-icon></button>
      <button class="button quiet square" type="button" aria-haspopup="dialog" aria-label=${remove} title=${remove}
        @click=${() => this.#askToRemove(exception, index, remove)}><hl-icon name="remove"></hl-icon></button>
    `;
  }

  #add(): void {
    void this.editor.ask(null, (added) => this.#write((all) => [...all, added]));
  }

  #change(exception: ThresholdException, index: number): void {
    void this.editor.ask(exception, (changed) => this.#write((all) => all.with(index, changed)));
  }

  #askToRemove(exception: ThresholdException, index: number, heading: string): void {
    this.dialog.ask({
      heading,
      text: differencesOf(exception).join(" · "),
      action: t("rules.remove"),
      act: () => this.#write((all) => all.filter((_, at) => at !== index)),
    });
  }

  async #write(change: (all: readonly ThresholdException[]) => readonly ThresholdException[]): Promise<void> {
    const block = this.#block.data;
    if (!block) return;
    const overrides = change(block.config.overrides ?? []);
    try {
      await this.#api.value?.put(path, { config: { ...block.config, overrides }, version: block.version });
    } finally {
      await this.#block.reload();
    }
    await this.updateComplete;
  }
}
