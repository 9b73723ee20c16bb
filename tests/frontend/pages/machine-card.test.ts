import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../frontend/pages/overview/machine-card.ts";
import type { DashboardMachine } from "../../../frontend/sdk/index.ts";
import { alertOf, FakeAlerts } from "../support/alerts.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../support/fixture.ts";
import { sampleEntities, sampleEntity, sampleMachine, sampleTime } from "../support/samples.ts";

async function showCard(machine: DashboardMachine, dashboard = testDashboard()) {
  const card = await show<LitElement>(html`<hl-machine-card .machine=${machine}></hl-machine-card>`, dashboard);
  return { card, dashboard, led: card.shadowRoot?.querySelector(".led") };
}

function dashboardWithReadings() {
  const dashboard = testDashboard();
  dashboard.entities.change(sampleEntities(), []);
  return dashboard;
}

describe("a machine's card", () => {
  afterEach(clearPage);

  it("shows name, uptime, readings and facts of a machine that is online", async () => {
    const { card, led } = await showCard(sampleMachine(), dashboardWithReadings());

    assert.match(textOf(card), /^NAS 42 d CPU \d+ % RAM \d+ % Disk 34 % Debian 12 192\.168\.1\.21 load [\d.]+$/);
    assert.equal(led?.getAttribute("aria-label"), "online");
  });

  it("follows its readings", async () => {
    const { card, dashboard } = await showCard(sampleMachine(), dashboardWithReadings());

    dashboard.entities.change([sampleEntity({ value: 77, changedAt: sampleTime + 1 })], []);
    await drawn(card);

    assert.include(textOf(card), "CPU 77 %");
  });

  it("says in words and by its light what is too full", async () => {
    const dashboard = dashboardWithReadings();
    dashboard.entities.change(
      [sampleEntity({ key: "disk_fullest_percent", value: 93, changedAt: sampleTime + 1 })],
      [],
    );

    const { card, led } = await showCard(sampleMachine(), dashboard);

    assert.include(textOf(card), "disk high");
    assert.equal(led?.getAttribute("aria-label"), "online, needs attention");
  });

  it("names its worst alert in place of what that says already, and counts the others", async () => {
    const dashboard = dashboardWithReadings();
    dashboard.entities.change(
      [sampleEntity({ key: "disk_fullest_percent", value: 93, changedAt: sampleTime + 1 })],
      [],
    );
    new FakeAlerts(dashboard, [
      alertOf(1, { instance: "/mnt/<b>", severity: "critical" }),
      alertOf(2, { alert_type: "update_available", severity: "low", instance: null }),
      alertOf(3, { server_id: "pi" }),
    ]);
    await dashboard.alerts.load();

    const { card, led } = await showCard(sampleMachine(), dashboard);

    assert.include(textOf(card), "disk /mnt/<b> +1 Debian 12");
    assert.notInclude(textOf(card), "disk high");
    assert.equal(led?.getAttribute("aria-label"), "online, needs attention");
  });

  it("says since when a server is off instead of showing its last readings", async () => {
    const off = { status: "offline", lastSeen: sampleTime - 300_000, lastBoot: sampleTime - 27 * 86_400_000 } as const;

    const { card, led } = await showCard(sampleMachine(off), dashboardWithReadings());

    assert.equal(
      textOf(card),
      "NAS 5 min No heartbeat since 11:55. Last boot 27 d ago. offline Debian 12 192.168.1.21",
    );
    assert.equal(led?.getAttribute("aria-label"), "offline");
  });

  it("is calm about a workstation that is away", async () => {
    const away = {
      status: "offline",
      expectedOnline: false,
      machineType: "workstation",
      lastSeen: sampleTime - 7_200_000,
    } as const;

    const { card } = await showCard(sampleMachine(away));

    assert.equal(textOf(card), "NAS 2 h Last seen 10:00. away Debian 12 192.168.1.21");
  });

  it("shows dashes for what is not measured", async () => {
    const { card } = await showCard(sampleMachine({ osDistribution: null, osVersion: null, ipAddress: null }));

    assert.equal(textOf(card), "NAS online CPU – RAM – Disk –");
  });

  it("shows a hostile name as the text that it is", async () => {
    const hostile = "<img src=x onerror=alert(1)>";

    const { card } = await showCard(sampleMachine({ name: hostile }));

    assert.include(textOf(card), hostile);
    assert.isNull(card.shadowRoot?.querySelector("img"));
  });
});
