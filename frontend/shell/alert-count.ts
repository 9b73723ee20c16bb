import type { LitElement } from "lit";
import type { Severity } from "../../core/sdk/index.ts";
import { needsAttention } from "../state/alert-record.ts";
import { AlertsController } from "../state/alerts-controller.ts";

/** How many alerts need attention, and how bad the worst of them is. Re-renders its host when they change. */
export class AlertCount {
  readonly #alerts: AlertsController;

  constructor(host: LitElement, onChanged?: () => void) {
    this.#alerts = new AlertsController(host, onChanged);
  }

  get count(): number {
    return this.#alerts.alerts.filter(needsAttention).length;
  }

  /** `null` when nothing needs attention. */
  get worst(): Severity | null {
    return this.#alerts.alerts.find(needsAttention)?.severity ?? null;
  }
}
