import { css, html, nothing, type TemplateResult } from "lit";
import { formatDuration, formatMoment } from "../../../format/times.ts";
import { t } from "../../../text/t.ts";
import { type AgentUpdate, updateStages } from "./agent-record.ts";

const tones = { done: "ok", failed: "crit", rolled_back: "high" } as const;

/** How an update goes on: four steps while it is under way, then how it ended and when. Needs `chipStyles`. */
export function updateProgress({ state, version, since, reason }: AgentUpdate, now: number): TemplateResult {
  const started = Date.parse(since);
  if (state === "done" || state === "failed" || state === "rolled_back") {
    return html`
      <p class="ended">
        <span class="chip ${tones[state]}">${t(`agents.state.${state}`, { version })}</span>
        <span class="small muted">${formatMoment(started, now)}</span>
      </p>
      ${reason ? html`<p class="reason small">${reason}</p>` : nothing}
    `;
  }
  const reached = updateStages.indexOf(state);
  return html`
    <p class="small">
      ${t(`agents.state.${state}`, { version })}
      <span class="muted">${formatDuration((now - started) / 1000)}</span>
    </p>
    ${reason ? html`<p class="reason small muted">${reason}</p>` : nothing}
    <span class="stages" aria-hidden="true">
      ${updateStages.map((_, index) => html`<i class=${index <= reached ? "reached" : ""}></i>`)}
    </span>
  `;
}

/** How the progress of an update looks. */
export const updateProgressStyles = css`
  .ended {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1) var(--s2);
  }
  .reason {
    color: var(--text-2);
    overflow-wrap: anywhere;
  }
  .stages {
    display: grid;
    grid-auto-columns: 1fr;
    grid-auto-flow: column;
    gap: var(--tight);
    max-width: calc(4 * var(--size-emblem));
    margin-top: var(--near);
  }
  .stages i {
    height: var(--s1);
    border-radius: var(--pill);
    background: var(--border);
    transition: background var(--quick);
  }
  .stages .reached {
    background: var(--info);
  }
`;
