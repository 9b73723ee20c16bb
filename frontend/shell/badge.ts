import { css, html, nothing } from "lit";
import { t } from "../text/t.ts";
import type { AlertCount } from "./alert-count.ts";

/** What the badge says when there are more. */
const most = 99;

/** How many alerts need attention, beside their entry of the navigation; nothing when none does. Needs `badgeStyles`. */
export function countBadge({ count, worst }: AlertCount) {
  if (count === 0) return nothing;
  return html`
    <span class="badge ${worst ?? ""}" aria-hidden="true">${count > most ? `${most}+` : count}</span>
    <span class="visually-hidden">${t("navigation.alerts_count", { count })}</span>
  `;
}

export const badgeStyles = css`
  .badge {
    min-width: var(--s5);
    padding: 0 var(--near);
    border-radius: var(--pill);
    background: var(--tint);
    color: var(--ink);
    font: 500 var(--type-micro) / var(--s5) var(--mono);
    text-align: center;
  }
  .badge.critical {
    --tint: color-mix(in srgb, var(--crit) 20%, var(--bg));
    --ink: var(--crit);
  }
  .badge.high {
    --tint: color-mix(in srgb, var(--high) 20%, var(--bg));
    --ink: var(--high);
  }
  .badge.medium {
    --tint: color-mix(in srgb, var(--warn) 20%, var(--bg));
    --ink: var(--warn);
  }
`;
