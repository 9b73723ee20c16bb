import { css, html, svg, type TemplateResult } from "lit";
import { type KnownPoint, runsOf } from "../sdk/history-gaps.ts";
import type { HistoryPoint } from "../sdk/index.ts";

const width = 240;
const height = 34;

/** What a sparkline shows: values from 0 to `maximum` between two moments (Unix milliseconds). */
export interface SparklineFrame {
  readonly from: number;
  readonly until: number;
  readonly maximum: number;
}

/** A small line of the recent past, for the eye only. Needs `sparklineStyles`; its colour is `--colour`. */
export function sparkline(points: readonly HistoryPoint[], frame: SparklineFrame): TemplateResult {
  const lines = runsOf(points).map((run) => run.map((point) => placed(point, frame)));
  return html`
    <svg class="sparkline" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${lines.map((line) => svg`<path class="area" d=${areaPath(line)}></path><path class="line" d=${linePath(line)}></path>`)}
    </svg>
  `;
}

export const sparklineStyles = css`
  .sparkline {
    display: block;
    width: 100%;
    height: var(--size-spark);
    overflow: visible;
  }
  .sparkline .area {
    fill: var(--colour);
    opacity: 0.14;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--colour);
    stroke-width: 1.6;
    stroke-linejoin: round;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
`;

type Place = readonly [x: number, y: number];

function placed({ time, value }: KnownPoint, { from, until, maximum }: SparklineFrame): Place {
  const x = Math.max(0, Math.min(width, ((time - from) / (until - from)) * width));
  const y = height - 1 - (Math.min(value, maximum) / maximum) * (height - 3);
  return [Number(x.toFixed(1)), Number(y.toFixed(1))];
}

function linePath(line: readonly Place[]): string {
  return `M${line.map((place) => place.join(",")).join("L")}${line.length === 1 ? "h0" : ""}`;
}

function areaPath(line: readonly Place[]): string {
  const first = line[0]?.[0] ?? 0;
  const last = line.at(-1)?.[0] ?? 0;
  return `${linePath(line)}L${last},${height}L${first},${height}Z`;
}
