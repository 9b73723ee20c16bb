import { html, nothing, type TemplateResult } from "lit";
import "../../../components/icon.ts";
import { led, type Signal } from "../../../components/signal.ts";
import { formatAge, formatDuration } from "../../../format/times.ts";
import { addressOf } from "../../../state/base-path.ts";
import { t } from "../../../text/t.ts";
import {
  type AgentRecord,
  canUpdate,
  hasFailed,
  isUnheard,
  isUpdating,
  nameOf,
  needsHands,
  skewOf,
} from "./agent-record.ts";
import { updateProgress } from "./update-progress.ts";

/** What a row needs to know beside its agent. */
export interface RowSurroundings {
  /** The hub's time, Unix milliseconds. */
  readonly now: number;
  /** The version that the hub ships. */
  readonly version: string;
  readonly signalOf: (agent: AgentRecord) => Signal;
  readonly mayAdminister: boolean;
  /** Whether something is being asked of the hub for this agent. */
  readonly isBusy: (agent: AgentRecord) => boolean;
  readonly onUpdate: (agent: AgentRecord) => void;
  readonly onWithdraw: (agent: AgentRecord) => void;
  readonly onByHand: (agent: AgentRecord) => void;
  readonly onToken: (agent: AgentRecord) => void;
}

/** One agent as a row of the table, or on a phone as a card. The roles stay, however the style lays it out. */
export function agentRow(agent: AgentRecord, around: RowSurroundings): TemplateResult {
  const name = nameOf(agent);
  return html`
    <tr role="row">
      <th class="machine" role="rowheader" scope="row">
        ${led(around.signalOf(agent))}
        <a href=${addressOf(`/machines/${agent.server_id}`)} title=${name}>${name}</a>
      </th>
      <td class="version" role="cell">${renderVersion(agent, around.version)}</td>
      <td class="updates" role="cell">${renderUpdates(agent, around)}</td>
      <td class="reports" role="cell">${renderReports(agent)}</td>
      <td class="seen" role="cell">${renderSeen(agent, around.now)}</td>
      <td class="actions" role="cell">${renderActions(agent, around)}</td>
    </tr>
  `;
}

function renderVersion({ version, update_available }: AgentRecord, shipped: string) {
  return html`
    <span class=${version ? "number" : "muted"}>${version || t("agents.version_unknown")}</span>
    ${update_available ? html`<span class="chip info">${t("agents.newer", { version: shipped })}</span>` : nothing}
  `;
}

function renderUpdates(agent: AgentRecord, { now, onByHand }: RowSurroundings) {
  const { update, update_available } = agent;
  if (update && (isUpdating(agent) || hasFailed(agent) || !update_available)) return updateProgress(update, now);
  if (!needsHands(agent)) {
    return html`<p class="small muted">${t(update_available ? "agents.updates_on" : "agents.current")}</p>`;
  }
  if (isUnheard(agent)) return html`<p class="small muted">${t("agents.updates_unheard")}</p>`;
  const isOff = agent.updates_enabled === false;
  return html`
    <p class="small">${t(isOff ? "agents.updates_off" : "agents.updates_unknown")}</p>
    <button class="link small" type="button" aria-haspopup="dialog"
      aria-label=${t("agents.by_hand_label", { name: nameOf(agent) })} @click=${() => onByHand(agent)}>
      ${t("agents.by_hand")}
    </button>
  `;
}

function renderReports({ transport, heartbeat_interval_seconds: interval, mode }: AgentRecord) {
  return html`
    <p>${transport === null ? t("agents.transport_unknown") : t(`agents.transport.${transport}`)}</p>
    <p class="small muted">
      ${interval == null ? nothing : t("agents.every", { duration: formatDuration(interval) })}
      ${mode === "readwrite" ? html` · ${t("agents.readwrite")}` : nothing}
    </p>
  `;
}

function renderSeen(agent: AgentRecord, now: number) {
  const { last_seen, dropped_heartbeats } = agent;
  const skew = skewOf(agent);
  const duration = formatDuration(Math.abs(skew ?? 0));
  return html`
    <p class=${last_seen ? "" : "muted"}>${last_seen ? formatAge(Date.parse(last_seen), now) : t("agents.never_seen")}</p>
    ${
      skew === null
        ? nothing
        : html`<span class="chip warn">${t(skew > 0 ? "agents.clock_ahead" : "agents.clock_behind", { duration })}</span>`
    }
    ${dropped_heartbeats ? html`<span class="chip warn">${t("agents.dropped", { count: dropped_heartbeats })}</span>` : nothing}
  `;
}

function renderActions(agent: AgentRecord, around: RowSurroundings) {
  if (!around.mayAdminister) return nothing;
  const name = nameOf(agent);
  return html`
    ${renderUpdateButton(agent, around)}
    ${
      agent.server_guid
        ? html`
          <button class="button quiet square" type="button" aria-haspopup="dialog"
            aria-label=${t("agents.token_label", { name })} title=${t("agents.token_label", { name })}
            @click=${() => around.onToken(agent)}><hl-icon name="key"></hl-icon></button>
        `
        : nothing
    }
  `;
}

/** The same element throughout, and never disabled, so that the focus stays on it. */
function renderUpdateButton(agent: AgentRecord, { isBusy, onUpdate, onWithdraw }: RowSurroundings) {
  const name = nameOf(agent);
  const isWithdrawal = agent.update?.state === "offered";
  if (!isWithdrawal && !canUpdate(agent)) return nothing;
  const isAgain = hasFailed(agent);
  const word = isWithdrawal ? "withdraw" : isAgain ? "update_again" : "update";
  return html`
    <button class="button compact" type="button" aria-disabled=${isBusy(agent) ? "true" : "false"}
      aria-label=${t(`agents.${word}_label`, { name })}
      @click=${() => (isWithdrawal ? onWithdraw(agent) : onUpdate(agent))}>${t(`agents.${word}`)}</button>
  `;
}
