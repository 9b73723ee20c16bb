import { css, html, type TemplateResult } from "lit";
import type { Severity } from "../../core/sdk/index.ts";
import { t } from "../text/t.ts";

/** What a mark shows: how much an alert matters, or that it is over. */
export type SeveritySign = Severity | "resolved";

/** The class of a chip (`chipStyles`) in the colour of a severity. */
export const chipOfSeverity = { critical: "crit", high: "high", medium: "warn", low: "info" } as const;

/**
 * The mark of a severity, a shape of its own for each: square (critical), diamond (high), triangle (medium), disc (low), ring
 * (resolved). The word stands beside it. Needs `severityStyles`.
 */
export function severityMark(sign: SeveritySign): TemplateResult {
  return html`<span class="mark ${sign}" aria-hidden="true"></span>`;
}

/** The severity in a word. */
export function severityWord(sign: SeveritySign): string {
  return t(`severity.${sign}`);
}

export const severityStyles = css`
  .mark {
    display: inline-block;
    flex: none;
    width: var(--size-mark);
    height: var(--size-mark);
  }
  .mark.critical {
    border-radius: var(--hair);
    background: var(--crit);
    box-shadow: 0 0 0 var(--tight) var(--crit-soft);
  }
  .mark.high {
    border-radius: var(--hair);
    background: var(--high);
    rotate: 45deg;
    scale: 0.85;
  }
  .mark.medium {
    background: var(--warn);
    clip-path: polygon(50% 6%, 100% 94%, 0 94%);
  }
  .mark.low {
    border-radius: 50%;
    background: var(--info);
    scale: 0.8;
  }
  .mark.resolved {
    border: var(--hair) solid var(--ok);
    border-radius: 50%;
    scale: 0.9;
  }
`;
