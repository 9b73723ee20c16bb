import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import "../../../components/copy-line.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { formatMoment } from "../../../format/times.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { ledStyles } from "../../../styles/led.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import type { AgentList } from "../agents/agent-record.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";
import { agentLines, brokerLines, type MqttEndpoint, type MqttStatus, watchLine } from "./mqtt-lines.ts";
import { mqttStyles } from "./mqtt-styles.ts";

const refreshSeconds = 5;

/** How MQTT is set up, how it is, and the lines that one needs to use it. */
@customElement("hl-mqtt-page")
export class MqttPage extends LitElement {
  static override styles = [baseStyles, chipStyles, ledStyles, skeletonStyles, settingsStyles, mqttStyles];

  readonly #mqtt = new ResourceController<MqttStatus>(this, "/system/mqtt", refreshSeconds);
  readonly #agents = new ResourceController<AgentList>(this, "/agents", 6 * refreshSeconds);
  readonly #tick = new TickController(this, 60);

  protected override render() {
    const { data } = this.#mqtt;
    return html`
      <hl-settings-head section="mqtt"></hl-settings-head>
      ${data ? this.#renderStatus(data) : renderUnread(this.#mqtt, t("mqtt.failed"))}
    `;
  }

  #renderStatus(status: MqttStatus) {
    return status.broker === "off" ? renderOff() : html`${this.#renderBroker(status)}${renderLines(status)}`;
  }

  #renderBroker({ broker, connected, since, endpoints, prefix, clients }: MqttStatus) {
    const isEmbedded = broker === "embedded";
    const word = isEmbedded ? (["listening", "not_listening"] as const) : (["connected", "disconnected"] as const);
    return html`
      <section class="panel" aria-labelledby="broker">
        <header>
          <span class="led ${connected ? "ok" : "warn"}" aria-hidden="true"></span>
          <h2 id="broker">${t(isEmbedded ? "mqtt.state.embedded" : "mqtt.state.external")}</h2>
          <span class="chip ${connected ? "ok" : "warn"}">${t(`mqtt.${word[connected ? 0 : 1]}`)}</span>
        </header>
        <dl>
          ${endpoints.map((endpoint) => fact(t("mqtt.endpoint"), renderEndpoint(endpoint)))}
          ${since === null ? nothing : fact(t("mqtt.since"), formatMoment(Date.parse(since), this.#tick.now))}
          ${fact(t("mqtt.prefix"), html`<span class="number">${prefix}/</span>`)}
          ${clients === null ? nothing : fact(t("mqtt.clients"), html`<span class="number">${clients}</span>`)}
          ${this.#renderAgents()}
        </dl>
        ${connected || isEmbedded ? nothing : html`<p class="small muted">${t("mqtt.away")}</p>`}
      </section>
    `;
  }

  #renderAgents() {
    const agents = this.#agents.data?.agents;
    if (!agents) return nothing;
    const count = agents.filter(({ transport }) => transport === "mqtt").length;
    return fact(t("mqtt.agents"), t("mqtt.agents_of", { count, total: agents.length }));
  }
}

function renderEndpoint({ host, port, tls }: MqttEndpoint) {
  return html`<span class="number">${host}:${port}</span> <span class="chip">${t(tls ? "mqtt.tls" : "mqtt.plain")}</span>`;
}

function fact(name: string, value: unknown) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function renderOff() {
  return html`
    <section class="panel" aria-labelledby="broker">
      <header>
        <span class="led away" aria-hidden="true"></span>
        <h2 id="broker">${t("mqtt.off.title")}</h2>
      </header>
      <p>${t("mqtt.off.text")}</p>
      <hl-copy-line .label=${t("mqtt.config_file")} .text=${brokerLines}></hl-copy-line>
    </section>
  `;
}

function renderLines(status: MqttStatus) {
  const lines = [
    { label: t("mqtt.agent_config"), text: agentLines(status, location.hostname) },
    { label: t("mqtt.listen_config"), text: watchLine(status, location.hostname) },
  ];
  return lines.map(
    ({ label, text }) => html`
      <section>
        <p class="small">${label}</p>
        <hl-copy-line .label=${label} .text=${text}></hl-copy-line>
      </section>
    `,
  );
}
