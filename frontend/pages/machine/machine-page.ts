import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import "../../components/card-slot.ts";
import { cssProperties } from "../../components/css-properties.ts";
import "../../components/notice.ts";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { signalOf } from "../../components/signal.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatMoment } from "../../format/times.ts";
import { type DashboardMachine, type HistoryRange, MachineController, rangeMilliseconds } from "../../sdk/index.ts";
import { addressOf } from "../../state/base-path.ts";
import { PermissionController } from "../../state/permission-controller.ts";
import { SubscriptionController } from "../../state/subscription-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { greyedStyles } from "../../styles/greyed.ts";
import { skeletonStyles } from "../../styles/skeleton.ts";
import { t } from "../../text/t.ts";
import { arranged, type BoardWidget, neededKeys } from "./board.ts";
import "./machine-containers-card.ts";
import "./machine-cpu-card.ts";
import "./machine-disks-card.ts";
import "./machine-drives-card.ts";
import "./machine-head.ts";
import "./machine-identity-card.ts";
import "./machine-interfaces-card.ts";
import "./machine-load-card.ts";
import "./machine-memory-card.ts";
import "./machine-network-card.ts";
import { machinePageStyles } from "./machine-page-styles.ts";
import "./machine-processes-card.ts";
import "./machine-sensors-card.ts";
import "./machine-services-card.ts";
import "./machine-system-card.ts";
import "./machine-updates-card.ts";
import { PresentKeys } from "./present-keys.ts";
import "./succession.ts";

const ranges = Object.keys(rangeMilliseconds) as HistoryRange[];

/** Everything about one machine. The page draws the frame; each card follows its own readings. */
@customElement("hl-machine-page")
export class MachinePage extends LitElement {
  static override styles = [baseStyles, buttonStyles, skeletonStyles, greyedStyles, machinePageStyles];

  @property() machineId = "";
  /** How much of the past the charts show. */
  @state() private range: HistoryRange = "1h";
  readonly #machines = new MachineController(this);
  readonly #subscription = new SubscriptionController(this);
  readonly #present = new PresentKeys(this, neededKeys);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 60);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("machineId")) return;
    this.#machines.watch(this.machineId);
    this.#subscription.keep(`${this.machineId}.*`);
    this.#present.watch(this.machineId);
  }

  protected override render() {
    const { machine, loaded } = this.#machines;
    if (machine) return this.#renderMachine(machine);
    return loaded ? this.#renderMissing() : renderSkeleton();
  }

  protected override updated(): void {
    const { machine } = this.#machines;
    if (machine) document.title = t("app.title", { page: machine.name });
  }

  #renderMachine(machine: DashboardMachine) {
    const config = { machine: machine.id, range: this.range };
    return html`
      <hl-machine-head .machine=${machine}></hl-machine-head>
      ${keyed(machine.id, html`<hl-succession .machineId=${machine.id} .move=${goToMachine}></hl-succession>`)}
      ${machine.status === "online" ? nothing : html`<p class="absence ${signalOf(machine)}">${this.#absence(machine)}</p>`}
      ${this.#renderRanges()}
      <section class="board ${machine.status === "online" ? "" : "greyed"}" aria-label=${t("machine.widgets")}>
        ${repeat(
          arranged((key) => this.#present.has(key), this.#permission.mayAct),
          ({ card }) => card,
          ({ card, columns, rows }) => html`
            <hl-card-slot .card=${card} .config=${config}
              ${cssProperties({ "--columns": String(columns), "--rows": String(rows) })}></hl-card-slot>
          `,
        )}
      </section>
    `;
  }

  #renderRanges() {
    const segments = ranges.map((range) => ({ value: range, label: t(`range.short.${range}`) }));
    return html`
      <hl-segments class="range" .label=${t("range.label")} .value=${this.range} .segments=${segments}
        @change=${(event: Event) => {
          this.range = (event.target as Segments).value as HistoryRange;
        }}></hl-segments>
    `;
  }

  #absence({ status, expectedOnline, lastSeen, statusChangedAt }: DashboardMachine): string {
    if (status === "unknown") return t("machine.unknown");
    const time = formatMoment(lastSeen ?? statusChangedAt, this.#tick.now);
    return t(expectedOnline ? "machine.offline" : "machine.away", { time });
  }

  #renderMissing() {
    return html`
      <h1 class="visually-hidden">${t("machine.missing.title")}</h1>
      <hl-notice icon="missing" .heading=${t("machine.missing.title")} .text=${t("machine.missing.text", { id: this.machineId })}>
        <a class="button" href=${addressOf("/")}>${t("machine.missing.back")}</a>
      </hl-notice>
    `;
  }
}

/** The page of a machine that is no more cannot take anybody there: it may be gone already. */
function goToMachine(id: string): void {
  location.assign(addressOf(`/machines/${id}`));
}

function renderSkeleton() {
  return html`
    <div class="skeleton head-skeleton" role="status" aria-label=${t("machine.loading")}></div>
    <div class="board">${arranged(() => false).map(renderWidgetSkeleton)}</div>
  `;
}

function renderWidgetSkeleton({ columns, rows }: BoardWidget) {
  return html`<div class="skeleton" ${cssProperties({ "--columns": String(columns), "--rows": String(rows) })}></div>`;
}
