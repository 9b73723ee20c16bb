import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { unknownFigure } from "../../format/numbers.ts";
import { formatDate } from "../../format/times.ts";
import { cardStyles, type DashboardCard, type DashboardMachine, MachineController } from "../../sdk/index.ts";
import { type PlainTextKey, t } from "../../text/t.ts";
import { type MachineCardConfig, machineIn } from "./machine-card-config.ts";
import { widgetStyles } from "./widget-styles.ts";

/** The facts in their order; add a row to show another. */
const facts: readonly { readonly label: PlainTextKey; readonly value: (machine: DashboardMachine) => string | null }[] =
  [
    { label: "machine.system.os", value: ({ osDistribution, osVersion }) => joined(osDistribution, osVersion) },
    { label: "machine.system.kernel", value: ({ kernelVersion, architecture }) => joined(kernelVersion, architecture) },
    { label: "machine.system.cpu", value: ({ cpuModel }) => cpuModel },
    { label: "machine.system.hostname", value: ({ hostname }) => hostname },
    { label: "machine.system.address", value: ({ ipAddress }) => ipAddress },
    { label: "machine.system.mac", value: ({ macAddress }) => macAddress },
    { label: "machine.system.boot", value: ({ lastBoot }) => (lastBoot === null ? null : formatDate(lastBoot)) },
    { label: "machine.system.agent", value: ({ agentVersion }) => agentVersion },
    { label: "machine.system.since", value: ({ createdAt }) => formatDate(createdAt) },
  ];

/** What one machine is. */
@customElement("hl-machine-system-card")
export class MachineSystemCard extends LitElement implements DashboardCard<MachineCardConfig> {
  static override styles = [
    cardStyles,
    widgetStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-content: start;
        gap: var(--s1) var(--s4);
        margin: 0;
        font-size: var(--type-label);
      }
      dd {
        margin: 0;
        color: var(--text);
        overflow-wrap: anywhere;
      }
    `,
  ];

  readonly #record = new MachineController(this);

  setConfig(config: MachineCardConfig): void {
    this.#record.watch(machineIn(config));
  }

  protected override render() {
    const { machine } = this.#record;
    return html`
      <header><h2>${t("machine.system")}</h2></header>
      <div class="fill scroll" tabindex="0" role="group" aria-label=${t("machine.system")}>
        <dl>
          ${facts.map(
            ({ label, value }) => html`
              <dt class="muted">${t(label)}</dt>
              <dd>${(machine && value(machine)) ?? unknownFigure}</dd>
            `,
          )}
        </dl>
      </div>
    `;
  }
}

function joined(first: string | null, second: string | null): string | null {
  return [first, second].filter(Boolean).join(" · ") || null;
}
