import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { led, signalOf, wordOf } from "../../components/signal.ts";
import { TickController } from "../../components/tick-controller.ts";
import { formatAge, formatDuration } from "../../format/times.ts";
import { type DashboardMachine, EntityController, MachineController } from "../../sdk/index.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { chipStyles } from "../../styles/chips.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import { cardMeters, meterValues, numberOf, worstOf } from "../overview/machine-figures.ts";

/** As the hub judges it. */
const allowedSkewSeconds = 30;
const chipColours = { ok: "ok", warn: "ok", crit: "crit", away: "", unknown: "" } as const;

/** Who the machine is and how it is doing, in one glance. */
@customElement("hl-machine-head")
export class MachineHead extends LitElement {
  static override styles = [
    baseStyles,
    chipStyles,
    ledStyles,
    css`
      :host {
        display: grid;
        gap: var(--s2);
      }
      nav ol {
        display: flex;
        gap: var(--s1);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      nav li + li::before {
        content: "/ ";
      }
      nav a:hover {
        color: var(--text);
        text-decoration: underline;
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s3);
      }
      .led {
        margin-left: var(--s1);
      }
      h1 {
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) machine!: DashboardMachine;
  readonly #record = new MachineController(this);
  readonly #entities = new EntityController(this);
  readonly #tick = new TickController(this, 1);

  protected override willUpdate(): void {
    const { id } = this.machine;
    this.#record.watch(id);
    this.#entities.watch(
      ...cardMeters.map(({ key }) => `${id}.${key}`),
      `${id}.uptime_seconds`,
      `${id}.reboot_required`,
      `${id}.clock_skew_seconds`,
    );
  }

  protected override render() {
    const { id, name, machineType } = this.machine;
    const meters = meterValues((key) => this.#entities.get(`${id}.${key}`));
    const signal = signalOf(this.machine, worstOf(meters.map(({ tone }) => tone)));
    return html`
      <nav class="small muted" aria-label=${t("machine.breadcrumb")}>
        <ol>
          <li><a href=${addressOf("/")}>${t("overview.title")}</a></li>
          <li>${t(machineType === "server" ? "overview.servers" : "overview.workstations")}</li>
        </ol>
      </nav>
      <div class="title">
        ${led(signal)}
        <h1>${name}</h1>
        <span class="chip ${chipColours[signal]}">${wordOf(signal === "warn" ? "ok" : signal)}</span>
        ${meters.map(({ tone, warning }) =>
          tone === "normal"
            ? nothing
            : html`<span class="chip ${tone === "crit" ? "crit" : "high"}">${t(warning)}</span>`,
        )}
      </div>
      <div class="chips">${this.#renderFacts()}</div>
    `;
  }

  #renderFacts() {
    const { id, osDistribution, osVersion, cpuModel, cpuCores, ipAddress, status } = this.machine;
    const uptime = numberOf(this.#entities.get(`${id}.uptime_seconds`));
    const cores = cpuCores === null ? null : t("machine.cores", { count: cpuCores });
    const facts = [
      [osDistribution, osVersion].filter(Boolean).join(" "),
      [cpuModel, cores].filter(Boolean).join(" · "),
      ipAddress,
      uptime === null ? null : t("machine.up", { duration: formatDuration(uptime) }),
    ];
    return html`
      ${facts.map((fact) => (fact ? html`<span class="chip" title=${fact}>${fact}</span>` : nothing))}
      ${
        this.#entities.get(`${id}.reboot_required`)?.value === true && status === "online"
          ? html`<span class="chip warn">${t("card.reboot")}</span>`
          : nothing
      }
      ${this.#renderClock()}
      <span class="chip">${this.#heartbeat()}</span>
    `;
  }

  /** A clock that is off by no more than messages take is right. */
  #renderClock() {
    const skew = numberOf(this.#entities.get(`${this.machine.id}.clock_skew_seconds`));
    if (skew === null || Math.abs(skew) <= allowedSkewSeconds || this.machine.status !== "online") return nothing;
    const duration = formatDuration(Math.abs(skew));
    return html`<span class="chip warn">${t(skew > 0 ? "machine.clock.ahead" : "machine.clock.behind", { duration })}</span>`;
  }

  #heartbeat(): string {
    const { lastSeen } = this.#record;
    return lastSeen === null
      ? t("machine.no_heartbeat")
      : t("machine.heartbeat", { age: formatAge(lastSeen, this.#tick.now) });
  }
}
