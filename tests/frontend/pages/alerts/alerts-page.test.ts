import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/alerts/alerts-page.ts";
import type { AlertRecord } from "../../../../frontend/state/alert-record.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { alertOf, FakeAlerts } from "../../support/alerts.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, focused, press, quiet, until } from "../../support/press.ts";
import { sampleMachine } from "../../support/samples.ts";

const every = [
  alertOf(1, { severity: "critical", title: "<img src=x onerror=alert(1)> is offline", alert_type: "offline" }),
  alertOf(2, { is_flapping: true }),
  alertOf(3, { severity: "medium", status: "acknowledged", server_id: "pi", server_name: "Pi" }),
  alertOf(4, { status: "resolved" }),
];

interface Options {
  readonly scope?: SessionScope;
  readonly query?: string;
}

async function arrange(alerts: readonly AlertRecord[], { scope = "operator", query = "" }: Options = {}) {
  const dashboard = testDashboard();
  const fake = new FakeAlerts(dashboard, alerts);
  dashboard.session.scope.set(scope);
  dashboard.machines.replace([sampleMachine()]);
  await dashboard.alerts.load();
  const page = await show<LitElement>(html`<hl-alerts-page .locationQuery=${query}></hl-alerts-page>`, dashboard);
  await quiet(page);
  return { dashboard, page, fake };
}

const rowsOf = (page: LitElement) => findAll(page, "hl-alert-row").map((row) => textOf(row));
const groupsOf = (page: LitElement) => findAll(page, "h2").map((heading) => textOf(heading));

describe("the page of alerts", () => {
  afterEach(clearPage);

  it("groups them by where they stand, the worst first, with hostile titles as text", async () => {
    const { page } = await arrange(every);

    assert.deepEqual(
      [groupsOf(page), rowsOf(page), findAll(page, "img")],
      [
        ["Open 2", "Acknowledged 1", "Resolved 1"],
        [
          "<img src=x onerror=alert(1)> is offline critical · offline · NAS 12 min Acknowledge Resolve",
          "Disk 2 on NAS at 82 % high · disk · comes and goes 12 min Acknowledge Resolve",
          "Disk 3 on NAS at 82 % medium · disk · Pi · acknowledged by tablet 12 min Resolve",
          "Disk 4 on NAS at 82 % high · disk · lasted 10 min · ended by itself 11:58",
        ],
        [],
      ],
    );
  });

  it("acknowledges and resolves in place, and the focus stays with the alert", async () => {
    const { page, dashboard } = await arrange(every);

    await press(page, "Acknowledge Disk 2 on NAS at 82 %");
    await new Promise(requestAnimationFrame);
    await quiet(page);
    const focus = textOf(focused() as Element);
    await press(page, "Resolve Disk 3 on NAS at 82 %");

    assert.deepEqual(
      [dashboard.changes.map(({ method, path }) => `${method} ${path}`), focus, groupsOf(page)],
      [
        ["POST /alerts/2/acknowledge", "POST /alerts/3/resolve"],
        "Disk 2 on NAS at 82 %",
        ["Open 1", "Acknowledged 1", "Resolved 2"],
      ],
    );
  });

  it("says what the hub refuses, where it was asked for", async () => {
    const { page, fake } = await arrange(every);
    fake.alerts = [];

    await press(page, "Resolve Disk 2 on NAS at 82 %");

    assert.deepEqual(
      findAll(page, "[role='alert']").map((line) => textOf(line)),
      ["That did not work: There is no alert 2"],
    );
  });

  it("offers a viewer nothing to do", async () => {
    const { page } = await arrange(every, { scope: "viewer" });

    assert.deepEqual(buttonsOf(page), []);
  });

  it("shows what the address asks for, and keeps the filter there", async () => {
    const { page } = await arrange(every, { query: "?machine=pi&status=acknowledged" });
    const before = rowsOf(page).length;

    const select = findAll<HTMLSelectElement>(page, "select").find(({ ariaLabel }) => ariaLabel === "Severity");
    if (select) select.value = "low";
    select?.dispatchEvent(new Event("change"));
    await quiet(page);

    assert.deepEqual(
      [before, rowsOf(page), groupsOf(page), location.search],
      [1, [], ["No alert matches"], "?status=acknowledged&severity=low&machine=pi"],
    );
  });

  it("is calm when all is well", async () => {
    const { page } = await arrange([alertOf(4, { status: "resolved" })]);

    assert.deepEqual(
      textOf(findAll(page, "hl-all-is-well")[0] as Element),
      "All is well Nothing is wrong on your machine. The last alert ended 2 min ago.",
    );
  });

  it("reads older ones when it is asked to", async () => {
    const past = Array.from({ length: 60 }, (_, index) => alertOf(index + 1, { status: "resolved" }));
    const { page } = await arrange(past);
    await until(() => groupsOf(page).length === 2);
    const before = groupsOf(page)[0];

    await press(page, "Show older ones");
    await until(() => findAll(page, "button").length === 0);

    assert.deepEqual([before, groupsOf(page)[0], buttonsOf(page)], ["Resolved 50 of 60", "Resolved 60", []]);
  });

  it("tells quietly what is about to alert", async () => {
    const { page, dashboard } = await arrange([]);
    const breach = {
      server_id: "nas",
      server_name: "NAS",
      metric_type: "cpu",
      subject: "nas.cpu_percent",
      current_value: 97,
      threshold_value: 90,
      severity: "high",
      time_until_alert: 100,
    };
    dashboard.answers.set("/alerts/pending", () => Response.json({ pending: [breach], total: 1 }));

    const list = await show<LitElement>(html`<hl-pending-list></hl-pending-list>`, dashboard);
    await quiet(list);

    assert.deepEqual(
      [textOf(list), page.isConnected],
      ["About to alert NAS · processor 97.0 %, threshold 90.0 % high in 100 s if it stays", true],
    );
  });
});
