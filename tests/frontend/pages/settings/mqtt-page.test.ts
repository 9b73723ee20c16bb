import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/settings/mqtt/mqtt-page.ts";
import { agentListOf, agentOf } from "../../support/agents.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { findAll, quiet } from "../../support/press.ts";

const off = {
  enabled: false,
  broker: "off",
  prefix: "homelab",
  endpoints: [],
  connected: false,
  since: null,
  clients: null,
};
const embedded = {
  enabled: true,
  broker: "embedded",
  prefix: "homelab",
  endpoints: [{ host: "0.0.0.0", port: 1883, tls: false }],
  connected: true,
  since: "2025-01-01T11:00:00Z",
  clients: 2,
};
const external = {
  ...embedded,
  broker: "external",
  prefix: "lab",
  endpoints: [{ host: "broker.lan", port: 8883, tls: true }],
  connected: false,
  since: null,
  clients: null,
};

/** The page, and the lines on it, of a hub that says this. */
async function arrange(status: object) {
  const dashboard = testDashboard();
  dashboard.answers.set("/system/mqtt", () => Response.json(status));
  const agents = [agentOf("nas", { transport: "mqtt" }), agentOf("pi")];
  dashboard.answers.set("/agents", () => Response.json(agentListOf(agents)));
  const page = await show<LitElement>(html`<hl-mqtt-page></hl-mqtt-page>`, dashboard);
  await quiet(page);
  return {
    panel: textOf(findAll(page, ".panel")[0] as Element),
    lines: findAll(page, "code").map((code) => code.textContent),
  };
}

describe("the page of MQTT", () => {
  afterEach(clearPage);

  it("says how to switch it on", async () => {
    const { panel, lines } = await arrange(off);

    assert.deepEqual([panel.startsWith("MQTT is off"), lines], [true, ["mqtt:\n  broker: embedded"]]);
  });

  it("shows the broker in the hub, by the name under which this page reached the hub", async () => {
    const { panel, lines } = await arrange(embedded);
    const host = location.hostname;

    assert.deepEqual(
      [panel, lines],
      [
        "The hub is the broker listening Address 0.0.0.0 : 1883 no encryption Since 11:00 Topics below homelab / Clients now 2 Agents that use it 1 of 2",
        [
          `transport: mqtt\nmqtt:\n  url: "mqtt://${host}:1883"`,
          `mosquitto_sub -V mqttv311 -h ${host} -p 1883 -u me -P "$KEY" -t 'homelab/#' -v`,
        ],
      ],
    );
  });

  it("shows a broker of the user's that is away, and what agents need for it", async () => {
    const { panel, lines } = await arrange(external);

    assert.deepEqual(
      [panel, lines[0]],
      [
        "The hub is a client of your broker not connected Address broker.lan : 8883 TLS Topics below lab / Agents that use it 1 of 2 The hub tries again by itself. Agents keep their heartbeats until then.",
        'transport: mqtt\nmqtt:\n  url: "mqtts://broker.lan:8883"\n  prefix: lab\n  username: …\n  password: …',
      ],
    );
  });
});
