import { css, html, type TemplateResult } from "lit";
import { t } from "../../../text/t.ts";
import { type Figure, type Threshold, type ThresholdPart, thresholdParts } from "./thresholds.ts";

/** A row of fields for the threshold of a figure. */
export interface ThresholdRow {
  readonly figure: Figure;
  readonly threshold: Partial<Threshold>;
  /** What an empty field means. */
  readonly placeholder: (part: ThresholdPart) => string;
  readonly isDisabled: boolean;
}

const units = { high_percent: "%", critical_percent: "%", sustained_seconds: "s" } as const;

/** Draws the fields. Needs `thresholdRowStyles` and `fieldStyles`. */
export function thresholdRow({ figure, threshold, placeholder, isDisabled }: ThresholdRow): TemplateResult {
  const name = t(`rules.figure.${figure}`);
  return html`
    <fieldset class="threshold" ?disabled=${isDisabled}>
      <legend>${name}</legend>
      ${thresholdParts.map((part) => {
        const field = t(`rules.${part}`);
        return html`
          <label>
            <span aria-hidden="true">${field}</span>
            <span class="field">
              <input id="${figure}-${part}" class="number" type="number" min="0" max=${units[part] === "%" ? 100 : 86_400}
                step=${units[part] === "%" ? "any" : 1} inputmode="decimal" .value=${String(threshold[part] ?? "")}
                placeholder=${placeholder(part)} aria-label=${t("rules.field", { figure: name, field })} />
              <span class="small" aria-hidden="true">${units[part]}</span>
            </span>
          </label>
        `;
      })}
    </fieldset>
  `;
}

/** What stands in the fields of a figure: a number, or `null` for an empty one. */
export function readFields(root: ParentNode, figure: Figure): Readonly<Record<ThresholdPart, number | null>> {
  const read = (part: ThresholdPart) => {
    const { value = "" } = root.querySelector<HTMLInputElement>(`#${figure}-${part}`) ?? {};
    return value.trim() === "" ? null : Number(value);
  };
  return {
    high_percent: read("high_percent"),
    critical_percent: read("critical_percent"),
    sustained_seconds: read("sustained_seconds"),
  };
}

export const thresholdRowStyles = css`
  .threshold {
    display: grid;
    grid-template-columns: minmax(0, 1fr) repeat(3, minmax(0, var(--size-field)));
    align-items: center;
    gap: var(--s3);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .threshold legend {
    float: left;
    padding: 0;
    color: var(--text);
    font-weight: 500;
  }
  .threshold label {
    display: grid;
    gap: var(--s1);
    color: var(--text-3);
    font-size: var(--type-small);
  }
  .field input[type="number"] {
    width: 100%;
    font: 500 var(--type-label) / 1.2 var(--mono);
    text-align: end;
    appearance: textfield;
  }
  .field input::-webkit-inner-spin-button {
    display: none;
  }
  .threshold[disabled] .field {
    opacity: 0.7;
  }
  @media (max-width: 900px) {
    .threshold {
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: var(--s2);
    }
    .threshold legend {
      grid-column: 1 / -1;
    }
    .threshold .field {
      min-height: var(--size-touch);
      padding: 0 var(--s2);
    }
  }
`;
