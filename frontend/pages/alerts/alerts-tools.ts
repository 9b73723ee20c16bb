import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { knownTypes, typeWord } from "../../components/alert-words.ts";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { severityWord } from "../../components/severity.ts";
import { MachineController } from "../../sdk/index.ts";
import { severities } from "../../state/alert-record.ts";
import { baseStyles } from "../../styles/base.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";
import { type AlertsFilter, alertStatuses, noFilter } from "./alerts-filter.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Chooses which alerts are listed. Fires `filter`, a `CustomEvent` with an `AlertsFilter`. */
@customElement("hl-alerts-tools")
export class AlertsTools extends LitElement {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3);
      }
      hl-segments {
        margin-right: auto;
      }
      .field {
        padding: 0 var(--s2);
        font-size: var(--type-label);
      }
      .field.chosen {
        border-color: var(--border-strong);
      }
      @media (max-width: 900px) {
        :host {
          display: grid;
          grid-template-columns: repeat(3, minmax(0, 1fr));
          gap: var(--s2);
        }
        hl-segments {
          grid-column: 1 / -1;
          margin: 0;
        }
        .field {
          min-height: var(--size-touch);
        }
        .field select {
          width: 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) filter: AlertsFilter = noFilter;
  /** How many there are of each status. */
  @property({ attribute: false }) counts: Readonly<Partial<Record<AlertsFilter["status"], number>>> = {};
  /** Types of alerts that there are, known or not. */
  @property({ attribute: false }) types: readonly string[] = [];
  readonly #machines = new MachineController(this);

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override render() {
    const segments = (["all", ...alertStatuses] as const).map((value) => {
      const count = this.counts[value];
      return { value, label: t(`alerts.${value}`), ...(count === undefined ? {} : { count }) };
    });
    const machines = this.#machines.machines.map(({ id, name }) => ({ value: id, label: name }));
    const types = [...new Set([...knownTypes, ...this.types])].map((value) => ({ value, label: typeWord(value) }));
    return html`
      <hl-segments .label=${t("alerts.filter.status")} .value=${this.filter.status} .segments=${segments}
        @change=${(event: Event) => this.#change({ status: (event.target as Segments).value as AlertsFilter["status"] })}></hl-segments>
      ${this.#renderSelect(
        "severity",
        severities.map((value) => ({ value, label: severityWord(value) })),
      )}
      ${this.#renderSelect("machine", machines)}
      ${this.#renderSelect("type", types)}
    `;
  }

  #renderSelect(name: "severity" | "machine" | "type", choices: readonly Choice[]) {
    const label = t(`alerts.filter.${name}`);
    const chosen = this.filter[name];
    // What the address names and the hub does not know any more can still be seen, and taken away.
    const known = choices.some(({ value }) => value === chosen) || chosen === "";
    const all = known ? choices : [...choices, { value: chosen, label: chosen }];
    return html`
      <label class="field ${chosen === "" ? "" : "chosen"}">
        <select aria-label=${label} .value=${chosen} @change=${(event: Event) => this.#change({ [name]: (event.target as HTMLSelectElement).value })}>
          <option value="" ?selected=${chosen === ""}>${label}</option>
          ${all.map(({ value, label }) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)}
        </select>
      </label>
    `;
  }

  #change(change: Partial<AlertsFilter>): void {
    this.dispatchEvent(new CustomEvent("filter", { detail: { ...this.filter, ...change } }));
  }
}
