import { css, html, nothing } from "lit";
import "../../components/icon.ts";
import type { IconName } from "../../components/icons.ts";
import { formatBytes, formatPercent } from "../../format/numbers.ts";
import { type PlainTextKey, t } from "../../text/t.ts";
import type { ExpectedUnit, UnitRow, UnitState } from "./expected-units.ts";
import type { Unit } from "./units.ts";

const bytesPerMebibyte = 1024 ** 2;

const lights = {
  running: "ok",
  stopped: "away",
  failed: "crit",
  unknown: "unknown",
  waiting: "unknown",
  unwatched: "away",
} as const satisfies Record<UnitState, string>;

/** How the rows of units look, beside `rowStyles`. */
export const unitRowStyles = css`
  .row.unit {
    grid-template-columns: auto minmax(0, 1fr) auto auto;
  }
  .row.unit .detail {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--s2);
    grid-column: 2 / 4;
  }
  .row.unit .button {
    grid-area: 1 / 4;
  }
  .row.unit .detail + .button {
    grid-row-end: span 2;
  }
  .mark {
    --icon-size: var(--type-small);
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
    white-space: nowrap;
  }
  .mark.critical {
    color: var(--text);
  }
`;

/** One unit of a card: how it is, and what is expected of it. `edit` is there for who may change that. */
export function renderUnitRow(row: UnitRow, edit: ((row: UnitRow) => void) | null) {
  const { name, title, state, reported } = row;
  const word = t(`machine.unit.${state}`);
  return html`
    <div class="row unit">
      <span class="led ${lights[state]}" role="img" aria-label=${word}></span>
      <b title=${name}>${title}</b>
      ${
        state === "running"
          ? renderFigures(reported)
          : html`<span class="small ${state === "failed" ? "crit-text" : "muted"}">${word}</span>`
      }
      ${renderDetails(row)}
      ${edit ? renderEdit(row, () => edit(row)) : nothing}
    </div>
  `;
}

function renderFigures(unit: Unit | null) {
  const memory = unit?.memoryMebibytes ?? null;
  return html`
    <span class="figures small muted number">
      <span>${formatBytes(memory === null ? null : memory * bytesPerMebibyte)}</span>
      <span class="short">${formatPercent(unit?.cpuPercent ?? null)}</span>
    </span>
  `;
}

function renderDetails({ name, title, state, reported, expected }: UnitRow) {
  const restarts = reported?.restarts ?? 0;
  const details = [
    title === name ? null : name,
    state === "running" || state === "unwatched" ? null : reported?.reason,
    restarts > 0 ? t("machine.services.restarts", { count: restarts }) : null,
  ].filter(Boolean);
  if (!expected && details.length === 0) return nothing;
  return html`
    <span class="detail wrap small muted">
      ${expected ? renderMark(expected) : nothing}
      ${details.length > 0 ? html`<span>${details.join(" · ")}</span>` : nothing}
    </span>
  `;
}

function renderMark({ is_critical: isCritical }: ExpectedUnit) {
  const [icon, word, why]: readonly [IconName, PlainTextKey, PlainTextKey] = isCritical
    ? ["critical", "machine.unit.critical", "machine.unit.critical_why"]
    : ["show", "machine.unit.expected", "machine.unit.expected_why"];
  return html`
    <span class="mark ${isCritical ? "critical" : ""}" title=${t(why)}><hl-icon name=${icon}></hl-icon>${t(word)}</span>
  `;
}

/** It stays the same button when the unit becomes expected, and keeps the focus. */
function renderEdit({ name, title: unit, expected }: UnitRow, edit: () => void) {
  const label = expected ? t("machine.unit.edit", { unit }) : t("machine.unit.expect", { unit });
  return html`
    <button class="button quiet compact square" type="button" data-unit=${name} aria-label=${label} title=${label} @click=${edit}>
      <hl-icon name=${expected ? "edit" : "add"}></hl-icon>
    </button>
  `;
}
