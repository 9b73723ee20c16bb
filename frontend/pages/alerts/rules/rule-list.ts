import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { severityMark, severityStyles, severityWord } from "../../../components/severity.ts";
import { addressOf } from "../../../state/base-path.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { t } from "../../../text/t.ts";
import { alertsStyles } from "../alerts-styles.ts";
import type { RuleRecord } from "./rule-record.ts";
import { levelText, nameOfRule } from "./rule-words.ts";

const refreshSeconds = 30;

/** Every rule, built-in and the user's own: when it alerts, and how many of its alerts are open. */
@customElement("hl-rule-list")
export class RuleList extends LitElement {
  static override styles = [
    baseStyles,
    chipStyles,
    severityStyles,
    alertsStyles,
    css`
      .rule {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) var(--size-row);
        align-items: center;
        gap: var(--s2) var(--s4);
        min-height: var(--size-row);
        padding: var(--s3) var(--s4) var(--s3) var(--s5);
      }
      .name {
        color: var(--text);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .name::first-letter {
        text-transform: uppercase;
      }
      .rule p,
      .level {
        overflow-wrap: anywhere;
      }
      .level {
        display: flex;
        align-items: baseline;
        gap: var(--s3);
      }
      .open {
        justify-self: end;
      }
      a.chip:hover {
        text-decoration: underline;
      }
      @media (max-width: 900px) {
        .rule {
          grid-template-columns: minmax(0, 1fr) auto;
          padding: var(--s3) var(--s4);
        }
        .levels {
          grid-row: 2;
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  readonly #rules = new ResourceController<{ rules: readonly RuleRecord[] }>(this, "/alerts/rules", refreshSeconds);

  protected override render() {
    const rules = this.#rules.data?.rules;
    if (!rules) return nothing;
    return html`
      <section aria-labelledby="heading">
        <h2 id="heading">${t("rules.all")} <span class="number muted">${rules.length}</span></h2>
        <ul class="rows">${rules.map(renderRule)}</ul>
      </section>
    `;
  }
}

function renderRule(rule: RuleRecord) {
  const { kind, entity, subjects } = rule;
  const watches = subjects === null ? "" : t("rules.watches", { count: subjects });
  return html`
    <li class="rule">
      <div>
        <p class="name">${nameOfRule(rule)} ${kind === "custom" ? html`<span class="chip info">${t("rules.own")}</span>` : nothing}</p>
        <p class="small muted">${[entity ?? "", watches].filter(Boolean).join(" · ")}</p>
      </div>
      <div class="levels small">
        ${rule.levels.map(
          (level) => html`
            <p class="level">${severityMark(level.severity)}<span><span class="muted">${severityWord(level.severity)}</span> ${levelText(rule, level)}</span></p>
          `,
        )}
      </div>
      ${renderOpen(rule)}
    </li>
  `;
}

function renderOpen({ type, open_alerts: count }: RuleRecord) {
  if (count === 0) return nothing;
  const address = addressOf(`/alerts?type=${encodeURIComponent(type)}`);
  return html`<a class="chip warn open" href=${address}>${t("rules.open_count", { count })}</a>`;
}
