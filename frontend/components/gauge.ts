import { css, html, nothing, svg, type TemplateResult } from "lit";
import { percentQuantity } from "../format/numbers.ts";
import type { Tone } from "./tone.ts";

/** A percentage as a half circle, with a note below its figure. */
export interface GaugeReading {
  readonly label: string;
  /** 0..100, `null` when unknown. */
  readonly percent: number | null;
  readonly note: string;
  readonly tone: Tone;
}

const arc = "M20 104a80 80 0 0 1 160 0";

/** Draws a gauge. Needs `gaugeStyles`; its colour is `--colour`. */
export function gauge({ label, percent, note, tone }: GaugeReading): TemplateResult {
  const { figure, unit } = percentQuantity(percent);
  return html`
    <svg class="gauge ${tone}" viewBox="0 0 200 124" role="img" aria-label="${label} ${figure} ${unit}, ${note}">
      <path class="track" d=${arc}></path>
      ${percent ? svg`<path class="share" d=${arc} pathLength="100" stroke-dasharray="${percent} 200"></path>` : nothing}
      <text class="figure" x="100" y="94">${figure}<tspan class="unit"> ${unit}</tspan></text>
      <text class="note" x="100" y="118">${note}</text>
    </svg>
  `;
}

export const gaugeStyles = css`
  .gauge {
    width: 100%;
    max-height: 100%;
  }
  .gauge path {
    fill: none;
    stroke-width: 15;
    stroke-linecap: round;
  }
  .gauge .track {
    stroke: var(--raised);
  }
  .gauge .share {
    stroke: var(--colour);
    transition: stroke-dasharray var(--quick);
  }
  .gauge.warn .share {
    stroke: var(--warn);
  }
  .gauge.crit .share {
    stroke: var(--crit);
  }
  .gauge text {
    text-anchor: middle;
  }
  .gauge .figure {
    fill: var(--text);
    font: 600 var(--type-gauge) var(--mono);
    letter-spacing: -0.04em;
  }
  .gauge .unit {
    fill: var(--text-3);
    font-size: var(--type-brand);
  }
  .gauge .note {
    fill: var(--text-3);
    font: 400 var(--type-micro) var(--font);
  }
`;
