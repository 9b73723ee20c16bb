import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../../components/history-chart.ts";
import { TickController } from "../../components/tick-controller.ts";
import { historyOf, type WireHistory } from "../../state/history-client.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";
import type { AlertDetail } from "./alert-detail.ts";
import { alertPartStyles } from "./alert-part-styles.ts";
import { type ChartPlan, chartPath, planChart } from "./chart-plan.ts";

const refreshSeconds = 60;

/** What was measured around the moment of an alert, with its threshold and what happened when. */
@customElement("hl-alert-chart")
export class AlertChart extends LitElement {
  static override styles = [
    baseStyles,
    alertPartStyles,
    css`
      hl-history-chart {
        height: var(--size-chart);
      }
      .legend {
        display: flex;
        gap: var(--s3);
        flex: none;
        margin-left: auto;
        white-space: nowrap;
      }
      .legend span::before {
        content: "";
        display: inline-block;
        width: var(--s3);
        height: var(--tight);
        margin-right: var(--near);
        border-radius: var(--pill);
        background: currentColor;
        vertical-align: middle;
      }
      .cpu::before {
        color: var(--cpu);
      }
      .memory::before {
        color: var(--memory);
      }
    `,
  ];

  @property({ attribute: false }) alert!: AlertDetail;
  readonly #history = new ResourceController<WireHistory>(this, null, refreshSeconds);
  readonly #tick = new TickController(this, refreshSeconds);
  #plan: ChartPlan | null = null;

  protected override willUpdate(): void {
    this.#plan = planChart(this.alert);
    this.#history.watch(this.#plan && chartPath(this.#plan));
  }

  protected override render() {
    const plan = this.#plan;
    if (!plan) return nothing;
    const { data, failure } = this.#history;
    const points = data ? historyOf(data).pointsByEntity : new Map();
    const lines = plan.lines.map(({ entityId, ...line }) => ({ ...line, points: points.get(entityId) ?? [] }));
    const now = this.#tick.now;
    return html`
      <section class="panel" aria-labelledby="heading">
        <header>
          <h2 id="heading">${t(plan.isSubject ? "alert.chart" : "alert.chart_machine")}</h2>
          ${plan.isSubject ? nothing : renderLegend()}
        </header>
        <hl-history-chart .lines=${lines} .from=${plan.from} .until=${Math.min(plan.until ?? now, now)} .maximum=${plan.maximum}
          .format=${plan.format} .guides=${plan.guides} .span=${t("alert.chart.span")}
          .phase=${data ? "ready" : failure ? "failed" : "loading"}></hl-history-chart>
      </section>
    `;
  }
}

function renderLegend() {
  return html`
    <p class="legend small muted" aria-hidden="true">
      <span class="cpu">${t("card.cpu")}</span><span class="memory">${t("machine.memory")}</span>
    </p>
  `;
}
