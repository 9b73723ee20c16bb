import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { typeWord } from "../../components/alert-words.ts";
import { meter, meterStyles } from "../../components/meter.ts";
import { chipOfSeverity } from "../../components/severity.ts";
import { led, type Signal, signalOf, wordOf } from "../../components/signal.ts";
import { sparkline, sparklineStyles } from "../../components/sparkline.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatPlain } from "../../format/numbers.ts";
import { formatDuration, formatMoment } from "../../format/times.ts";
import {
  type DashboardEntity,
  type DashboardMachine,
  EntityController,
  type HistoryController,
} from "../../sdk/index.ts";
import { AlertsController } from "../../state/alerts-controller.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { machineCardStyles } from "./machine-card-styles.ts";
import { cardKeys, type MeterValue, meterValues, numberOf, worstOf } from "./machine-figures.ts";

const shownMilliseconds = 3_600_000;

/** One machine of the overview. It re-renders when its own entities or its record change, and at no other time. */
@customElement("hl-machine-card")
export class MachineCard extends LitElement {
  static override styles = [baseStyles, chipStyles, ledStyles, meterStyles, sparklineStyles, machineCardStyles];

  @property({ attribute: false }) machine!: DashboardMachine;
  /** The fleet's CPU history, shared by all cards. */
  @property({ attribute: false }) history: Pick<HistoryController, "points"> | undefined;
  /** Becomes another number when the history was read anew. */
  @property({ attribute: false }) historyVersion = 0;

  readonly #entities = new EntityController(this);
  readonly #alerts = new AlertsController(this);
  readonly #tick = new TickController(this, 15, false);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("machine")) return;
    this.#entities.watch(...cardKeys.map((key) => `${this.machine.id}.${key}`));
    this.#alerts.watch(this.machine.id);
    this.#tick.run(this.machine.status === "offline");
  }

  protected override render() {
    const meters = meterValues((key) => this.#read(key));
    const signal = signalOf(this.machine, this.#isAlerting ? "warn" : worstOf(meters.map(({ tone }) => tone)));
    const isOnline = this.machine.status === "online";
    return html`
      <article class=${signal} aria-labelledby="name">
        <div class="name">
          ${led(signal)}
          <h3 id="name"><a href=${addressOf(`/machines/${this.machine.id}`)} title=${this.machine.name}>${this.machine.name}</a></h3>
          <span class="age small muted">${this.#age(signal)}</span>
        </div>
        ${isOnline ? this.#renderReadings(meters) : html`<p class="small muted">${this.#absence()}</p>`}
        <div class="chips">${this.#renderChips(signal, isOnline ? meters : [])}</div>
      </article>
    `;
  }

  #renderReadings(meters: readonly MeterValue[]) {
    const until = this.#tick.now;
    const points = this.history?.points(`${this.machine.id}.cpu_percent`) ?? [];
    return html`
      <div class="readings">
        ${sparkline(points, { from: until - shownMilliseconds, until, maximum: 100 })}
        <div class="meters">
          ${meters.map(({ label, percent, tone, colour }) => meter({ label: t(label), percent, tone, colour }))}
        </div>
      </div>
    `;
  }

  #renderChips(signal: Signal, meters: readonly MeterValue[]) {
    const { osDistribution, osVersion, ipAddress } = this.machine;
    const load = numberOf(this.#read("load_1m"));
    const needsReboot = signal !== "crit" && this.#read("reboot_required")?.value === true;
    return html`
      ${signal === "ok" || signal === "warn" ? nothing : chip(wordOf(signal), signal)}
      ${this.#renderAlerts()}
      ${meters.map(({ tone, warning, alertType }) => (tone === "normal" || this.#has(alertType) ? nothing : chip(t(warning), tone === "crit" ? "crit" : "high")))}
      ${needsReboot ? chip(t("card.reboot"), "warn") : nothing}
      ${osDistribution ? chip([osDistribution, osVersion].filter(Boolean).join(" ")) : nothing}
      ${ipAddress ? chip(ipAddress) : nothing}
      ${load === null || meters.length === 0 ? nothing : chip(t("card.load", { load: formatPlain(load) }))}
    `;
  }

  /** The worst alert, but for the one that says what the light and the text say already, and how many more there are. */
  #renderAlerts() {
    const [worst, ...rest] = this.#alerts.alerts.filter(({ alert_type: type }) => type !== "offline");
    if (!worst) return nothing;
    const what = [typeWord(worst.alert_type), worst.instance].filter((part) => part !== null).join(" ");
    return html`
      <span class="chip ${chipOfSeverity[worst.severity]}" title=${worst.title}>${what}</span>
      ${rest.length === 0 ? nothing : chip(t("card.more_alerts", { count: rest.length }), chipOfSeverity[rest[0]?.severity ?? "low"])}
    `;
  }

  get #isAlerting(): boolean {
    return this.#alerts.alerts.some(({ severity }) => severity !== "low");
  }

  #has(alertType: string): boolean {
    return this.#alerts.alerts.some(({ alert_type: type }) => type === alertType);
  }

  /** Beside the name: how long it is up, or off. */
  #age(signal: Signal): string {
    const uptime = numberOf(this.#read("uptime_seconds"));
    if (signal === "ok" || signal === "warn") return uptime === null ? wordOf("ok") : formatDuration(uptime);
    if (signal === "unknown") return wordOf(signal);
    const since = this.machine.lastSeen ?? this.machine.statusChangedAt;
    return formatDuration((this.#tick.now - since) / 1000);
  }

  #absence(): string {
    const { status, expectedOnline, lastSeen, lastBoot } = this.machine;
    const { now } = this.#tick;
    if (status === "unknown" || lastSeen === null) return t("card.never_seen");
    const time = formatMoment(lastSeen, now);
    if (!expectedOnline) return t("card.last_seen", { time });
    const boot = lastBoot === null ? "" : t("card.last_boot", { duration: formatDuration((now - lastBoot) / 1000) });
    return `${t("card.no_heartbeat", { time })} ${boot}`;
  }

  #read(key: string): DashboardEntity | undefined {
    return this.#entities.get(`${this.machine.id}.${key}`);
  }
}

function chip(text: string, kind = "") {
  return html`<span class="chip ${kind}" title=${text}>${text}</span>`;
}
