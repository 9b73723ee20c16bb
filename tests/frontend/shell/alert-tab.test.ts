import { assert } from "chai";
import { html, LitElement } from "lit";
import "../../../frontend/shell/alert-news.ts";
import { AlertTab } from "../../../frontend/shell/alert-tab.ts";
import "../../../frontend/shell/rail.ts";
import { alertOf, FakeAlerts } from "../support/alerts.ts";
import { clearPage, show, testDashboard, textOf } from "../support/fixture.ts";
import { findAll, quiet } from "../support/press.ts";

class TabHost extends LitElement {
  readonly tab = new AlertTab(this);
}
customElements.define("tab-host", TabHost);

async function arrange() {
  const dashboard = testDashboard();
  const fake = new FakeAlerts(dashboard, [
    alertOf(1),
    alertOf(2, { severity: "critical" }),
    alertOf(3, { severity: "low" }),
  ]);
  await dashboard.alerts.load();
  return { ...dashboard, dashboard, fake };
}

/** A mutation of the title is told after the microtasks of who made it. */
const told = () => new Promise(requestAnimationFrame);

describe("what the frame tells of alerts", () => {
  let title = "";
  const icon = Object.assign(document.createElement("link"), { rel: "icon", href: "/icon.svg" });

  beforeEach(() => {
    title = document.title;
    document.head.append(icon);
    if (!document.querySelector("title")) document.head.append(document.createElement("title"));
  });
  afterEach(() => {
    clearPage();
    icon.remove();
    document.title = title;
  });

  it("counts in the tab what needs attention, whatever the page writes there, and goes when all is well", async () => {
    const { dashboard, alerts, fake } = await arrange();
    document.title = "Overview";
    const host = await show<LitElement>(html`<tab-host></tab-host>`, dashboard);
    await told();
    const first = [document.title, icon.getAttribute("href")];
    document.title = "NAS";
    await told();
    const second = document.title;

    fake.alerts = [alertOf(3, { severity: "low" })];
    await alerts.load();
    await quiet(host);

    assert.deepEqual(
      [first, second, document.title, icon.getAttribute("href")],
      [["(2) Overview", "/icon-alert.svg"], "(2) NAS", "NAS", "/icon.svg"],
    );
  });

  it("counts beside the entry of the navigation, in the colour of the worst", async () => {
    const { dashboard } = await arrange();

    const rail = await show<LitElement>(html`<hl-rail></hl-rail>`, dashboard);
    await quiet(rail);

    assert.deepEqual(
      [findAll(rail, "a").map((link) => textOf(link)), findAll(rail, ".badge").map(({ className }) => className)],
      [["Overview", "Alerts 2 2 need attention", "Integrations", "Settings"], ["badge critical"]],
    );
  });

  it("reads out new alerts, and only those", async () => {
    const { dashboard, alerts, fake } = await arrange();
    const news = await show<LitElement>(html`<hl-alert-news></hl-alert-news>`, dashboard);
    const before = textOf(news);

    fake.alerts = [...fake.alerts, alertOf(4, { title: "<b>Fire</b>" })];
    await alerts.load();
    await quiet(news);

    assert.deepEqual([before, textOf(news)], ["", "New alert, high: <b>Fire</b>"]);
  });
});
