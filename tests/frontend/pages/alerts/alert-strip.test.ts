import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/overview/alert-strip.ts";
import type { AlertRecord } from "../../../../frontend/state/alert-record.ts";
import { alertOf, FakeAlerts } from "../../support/alerts.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { focused, press, quiet } from "../../support/press.ts";

async function arrange(...alerts: readonly AlertRecord[]) {
  const dashboard = testDashboard();
  const fake = new FakeAlerts(dashboard, alerts);
  dashboard.session.scope.set("operator");
  await dashboard.alerts.load();
  const strip = await show<LitElement>(html`<hl-alert-strip></hl-alert-strip>`, dashboard);
  await quiet(strip);
  return { strip, fake };
}

describe("the strip of alerts", () => {
  afterEach(clearPage);

  it("shows the worst three that need attention, and counts the rest", async () => {
    const { strip } = await arrange(
      alertOf(1, { severity: "medium" }),
      alertOf(2),
      alertOf(3, { severity: "critical" }),
      alertOf(4),
      alertOf(5, { suppression: "inhibited" }),
      alertOf(6, { severity: "low" }),
    );

    assert.equal(
      textOf(strip),
      [
        "Disk 3 on NAS at 82 % critical · disk 12 min Acknowledge Resolve",
        "Disk 4 on NAS at 82 % high · disk 12 min Acknowledge Resolve",
        "Disk 2 on NAS at 82 % high · disk 12 min Acknowledge Resolve",
        "1 more · 1 held back · 1 for a quiet moment All alerts",
      ].join(" "),
    );
  });

  it("is one quiet line when somebody takes care of everything, and nothing when all is well", async () => {
    const handled = await arrange(alertOf(1, { status: "acknowledged" }), alertOf(2, { suppression: "silenced" }));
    const well = await arrange(alertOf(3, { status: "resolved" }));

    assert.deepEqual([textOf(handled.strip), textOf(well.strip)], ["1 acknowledged · 1 kept quiet All alerts", ""]);
  });

  it("gives the focus to the next alert when one is acknowledged", async () => {
    const { strip } = await arrange(alertOf(1), alertOf(2));

    await press(strip, "Acknowledge Disk 2 on NAS at 82 %");
    await new Promise(requestAnimationFrame);
    await quiet(strip);

    assert.equal(textOf(focused() as Element), "Disk 1 on NAS at 82 %");
  });
});
