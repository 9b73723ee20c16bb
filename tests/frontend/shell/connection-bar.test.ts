import { assert } from "chai";
import { html } from "lit";
import "../../../frontend/shell/connection-bar.ts";
import "../../../frontend/shell/live-indicator.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../support/fixture.ts";
import { sampleMachine, sampleTime } from "../support/samples.ts";

describe("the connection bar", () => {
  afterEach(clearPage);

  it("shows nothing while the connection is live", async () => {
    const bar = await show(html`<hl-connection-bar></hl-connection-bar>`);

    assert.equal(textOf(bar), "");
  });

  it("says since when values are old, and goes when the connection is back", async () => {
    const dashboard = testDashboard();
    const bar = await show(html`<hl-connection-bar></hl-connection-bar>`, dashboard);

    dashboard.live.connection.set({ kind: "lost", since: sampleTime });
    await drawn(bar);
    const lost = textOf(bar);
    dashboard.live.connection.set({ kind: "live" });
    await drawn(bar);

    assert.deepEqual(
      [lost, textOf(bar)],
      ["No connection to the hub. Values are from 12:00:00. Reconnecting… Try now", ""],
    );
  });
});

describe("the live indicator", () => {
  afterEach(clearPage);

  it("says how many machines are followed once the hub has named them", async () => {
    const dashboard = testDashboard();
    const indicator = await show(html`<hl-live-indicator></hl-live-indicator>`, dashboard);
    const before = textOf(indicator);

    dashboard.live.connection.set({ kind: "live" });
    dashboard.machines.replace([sampleMachine()]);
    await drawn(indicator);

    assert.deepEqual([before, textOf(indicator)], ["Connecting…", "Live · 1 machine"]);
  });
});
