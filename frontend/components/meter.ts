import { css, html, nothing, type TemplateResult } from "lit";
import { formatPercent } from "../format/numbers.ts";
import { t } from "../text/t.ts";
import { cssProperties } from "./css-properties.ts";
import type { Tone } from "./tone.ts";

/** A percentage as a bar. */
export interface MeterReading {
  readonly label: string;
  /** 0..100, `null` when unknown. */
  readonly percent: number | null;
  readonly tone: Tone;
  /** The custom property of its colour: `--cpu`. */
  readonly colour: `--${string}`;
}

/** A labelled bar with its figure. A serious value changes colour and says so in words. Needs `meterStyles`. */
export function meter({ label, percent, tone, colour }: MeterReading): TemplateResult {
  const properties = { "--share": `${percent ?? 0}%`, "--colour": `var(${tone === "normal" ? colour : `--${tone}`})` };
  return html`
    <div class="meter ${tone}" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.round(percent ?? 0)} aria-valuetext=${spoken(percent, tone)}>
      <span>${label}</span>
      <i>${percent === null ? nothing : html`<b ${cssProperties(properties)}></b>`}</i>
      <span class="number">${formatPercent(percent)}</span>
    </div>
  `;
}

export const meterStyles = css`
  .meter {
    display: grid;
    grid-template-columns: 2.8em 1fr 3.6em;
    align-items: center;
    gap: var(--s2);
    color: var(--text-3);
    font-size: var(--type-small);
  }
  .meter i {
    height: var(--size-meter);
    border-radius: var(--pill);
    background: var(--raised);
    overflow: hidden;
  }
  .meter b {
    display: block;
    width: var(--share);
    height: 100%;
    border-radius: var(--pill);
    background: var(--colour);
    transition: width var(--quick);
  }
  .meter .number {
    color: var(--text);
    text-align: right;
    white-space: nowrap;
  }
  .meter.warn .number {
    color: var(--warn);
  }
  .meter.crit .number {
    color: var(--crit);
  }
`;

function spoken(percent: number | null, tone: Tone): string {
  const figure = formatPercent(percent);
  return tone === "normal" ? figure : `${figure}, ${t(`card.level.${tone}`)}`;
}
