import type axe from "axe-core";
import "axe-core";
import { assert } from "chai";
import { html, type LitElement, type TemplateResult } from "lit";
import "../../../frontend/pages/add-machine/add-machine-page.ts";
import "../../../frontend/pages/alerts/alert-page.ts";
import "../../../frontend/pages/alerts/alerts-page.ts";
import "../../../frontend/pages/alerts/rules/rules-page.ts";
import "../../../frontend/pages/alerts/silences-page.ts";
import "../../../frontend/pages/integrations/integrations-page.ts";
import "../../../frontend/pages/login/login-page.ts";
import "../../../frontend/pages/machine/machine-page.ts";
import "../../../frontend/pages/overview/overview-page.ts";
import "../../../frontend/pages/settings/agents/agents-page.ts";
import "../../../frontend/pages/settings/backup/backup-page.ts";
import "../../../frontend/pages/settings/enrolment/enrolment-page.ts";
import "../../../frontend/pages/settings/keys/keys-page.ts";
import "../../../frontend/pages/settings/mqtt/mqtt-page.ts";
import "../../../frontend/pages/settings/notifications/notifications-page.ts";
import { entityOf, machineOf } from "../../../frontend/state/wire.ts";
import { agentListOf, everyKindOfAgent } from "../support/agents.ts";
import { alertAnswers, alertOf, FakeAlerts } from "../support/alerts.ts";
import { settled } from "../support/fake-clock.ts";
import { FakeServices } from "../support/fake-services.ts";
import { clearPage, drawn, show, type TestDashboard, testDashboard } from "../support/fixture.ts";
import { demoFleet } from "../support/fleet.ts";
import { statesOf } from "../support/fleet-states.ts";
import { brokenMail, configAnswer, deadDelivery, deliveryListOf, workingSlack } from "../support/notifications.ts";
import { press, quiet } from "../support/press.ts";
import { richEntities } from "../support/rich-entities.ts";
import { sampleMachine, sampleTime } from "../support/samples.ts";

declare global {
  interface Window {
    /** The accessibility checker is a classic script: it puts itself here. */
    readonly axe: typeof axe;
  }
}

const pages: Readonly<Record<string, TemplateResult>> = {
  "the login": html`<hl-login-page></hl-login-page>`,
  "the overview": html`<hl-overview-page></hl-overview-page>`,
  "a machine's page": html`<hl-machine-page machineId="omv-mediaserver"></hl-machine-page>`,
  "the page of a machine that tells everything": html`<hl-machine-page machineId="nas"></hl-machine-page>`,
  "the page of a machine that is off": html`<hl-machine-page machineId="omv-backupserver"></hl-machine-page>`,
  "the page of a machine that is not there": html`<hl-machine-page machineId="gone"></hl-machine-page>`,
  "the page that adds a machine": html`<hl-add-machine-page></hl-add-machine-page>`,
  "the agents": html`<hl-agents-page></hl-agents-page>`,
  "the lines that let machines in": html`<hl-enrolment-page></hl-enrolment-page>`,
  "the keys": html`<hl-keys-page></hl-keys-page>`,
  "the state of MQTT": html`<hl-mqtt-page></hl-mqtt-page>`,
  "the notifications": html`<hl-notifications-page></hl-notifications-page>`,
  "the ways to add a channel": html`<hl-add-channel .config=${configAnswer}></hl-add-channel>`,
  "the backups": html`<hl-backup-page></hl-backup-page>`,
  "the alerts": html`<hl-alerts-page></hl-alerts-page>`,
  "an alert's page": html`<hl-alert-page .alertId=${"1"}></hl-alert-page>`,
  "the silences": html`<hl-silences-page></hl-silences-page>`,
  "the rules of the alerts": html`<hl-rules-page></hl-rules-page>`,
  "the integrations": html`<hl-integrations-page></hl-integrations-page>`,
};

const time = new Date(sampleTime).toISOString();
const settings = {
  "/agents/register/tokens": {
    tokens: [
      { id: 1, token_prefix: "hle_a", name: "open", expires_at: time, is_expired: false, uses_left: 2, claims: [] },
      { id: 2, token_prefix: "hle_b", name: "ended", expires_at: time, is_expired: true, uses_left: 2, claims: [] },
    ],
  },
  "/agents": agentListOf(everyKindOfAgent()),
  "/notifications?state=dead": deliveryListOf([deadDelivery]),
  "/notifications?state=waiting": deliveryListOf([{ ...deadDelivery, state: "waiting" }]),
  ...alertAnswers,
  "/auth/keys": {
    keys: [
      {
        id: 1,
        name: "a",
        scope: "admin",
        prefix: "hlc_a",
        agent_guid: null,
        created_at: time,
        expires_at: null,
        last_used_at: null,
      },
    ],
  },
  "/channels": { channels: [workingSlack, brokenMail] },
  "/config": configAnswer,
  "/system/mqtt": {
    broker: "embedded",
    prefix: "homelab",
    endpoints: [{ host: "0.0.0.0", port: 1883, tls: false }],
    connected: true,
    since: time,
    clients: 1,
  },
  "/system/backups": {
    backups: [
      { name: "a", state: "complete", created_at: time, bytes: 1, version: "1", contains: [], progress: null },
      { name: "b", state: "damaged", created_at: time, bytes: 1, version: null, contains: [], progress: null },
    ],
    keep: 14,
    next_at: time,
  },
};

function wholeFleet(): TestDashboard {
  const dashboard = testDashboard();
  const fleet = demoFleet(sampleTime);
  dashboard.machines.replace([...fleet.map(({ machine }) => machineOf(machine)), sampleMachine()]);
  dashboard.entities.change(fleet.flatMap((member) => statesOf(member, sampleTime)).map(entityOf), []);
  dashboard.entities.change(richEntities(), []);
  const openssl = { name: "openssl", current_version: "3.0.14", new_version: "3.0.15", is_security: true };
  dashboard.answers.set("/machines/nas/packages", () => Response.json({ packages: [openssl] }));
  const failed = {
    domain: "docker",
    name: "Docker",
    version: "1",
    description: "",
    state: "failed",
    error: "No socket",
  };
  const expected = { display_name: null, is_critical: true, enabled: true };
  new FakeServices(dashboard, "nas", [
    { ...expected, service_name: "plex" },
    { ...expected, service_name: "caddy", is_critical: false },
  ]);
  new FakeServices(dashboard, "omv-mediaserver", []);
  dashboard.session.scope.set("admin");
  for (const [path, answer] of Object.entries(settings)) dashboard.answers.set(path, () => Response.json(answer));
  new FakeAlerts(dashboard, [
    alertOf(1, { severity: "critical", causes: ["tar"] }),
    alertOf(2, { server_id: "omv-mediaserver" }),
    alertOf(3, { severity: "medium", status: "acknowledged" }),
    alertOf(4, { severity: "low", suppression: "silenced" }),
    alertOf(5, { status: "resolved" }),
  ]);
  dashboard.answers.set("/integrations", () => Response.json({ integrations: [failed], total: 1 }));
  return dashboard;
}

/** What axe finds wrong, in a line each. */
async function findings(): Promise<readonly string[]> {
  const { violations } = await window.axe.run("test-host", { rules: { region: { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
}

describe("accessibility", () => {
  before(() => {
    const tokens = document.createElement("link");
    tokens.rel = "stylesheet";
    tokens.href = new URL("../../../frontend/styles/tokens.css", import.meta.url).href;
    const loaded = new Promise((resolve) => tokens.addEventListener("load", resolve));
    document.documentElement.lang = "en";
    document.title = "Test";
    document.body.setAttribute("style", "background: var(--bg); color: var(--text-2); font: 14px sans-serif");
    document.head.append(tokens);
    return loaded;
  });
  afterEach(clearPage);

  for (const theme of ["dark", "light"]) {
    for (const [name, template] of Object.entries(pages)) {
      it(`finds nothing wrong with ${name} in ${theme} colours`, async () => {
        document.documentElement.dataset["theme"] = theme;
        const dashboard = wholeFleet();
        await dashboard.alerts.load();
        const page = await show(template, dashboard);
        await settled();
        await drawn(page);

        assert.deepEqual(await findings(), []);
      });
    }

    it(`finds nothing wrong with the dialog about an expected service in ${theme} colours`, async () => {
      document.documentElement.dataset["theme"] = theme;
      const page = await show<LitElement>(html`<hl-machine-page machineId="nas"></hl-machine-page>`, wholeFleet());
      await quiet(page);
      await press(page, "Expect a service");

      assert.deepEqual(await findings(), []);
    });
  }
});
