import { assert } from "chai";
import { html } from "lit";
import "../../../frontend/pages/machine/machine-page.ts";
import { entityOf, machineOf } from "../../../frontend/state/wire.ts";
import { settled } from "../support/fake-clock.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../support/fixture.ts";
import { demoFleet } from "../support/fleet.ts";
import { statesOf } from "../support/fleet-states.ts";
import { sampleTime } from "../support/samples.ts";

describe("the range of a machine's charts", () => {
  afterEach(clearPage);

  it("is an hour until another is chosen, for all of them at once", async () => {
    const dashboard = testDashboard();
    const fleet = demoFleet(sampleTime);
    dashboard.machines.replace(fleet.map(({ machine }) => machineOf(machine)));
    dashboard.entities.change(fleet.flatMap((member) => statesOf(member, sampleTime)).map(entityOf), []);
    const asked: Record<string, number> = { "1h": 0, "30d": 0 };
    dashboard.answers.clear();
    for (const id of ["cpu_percent", "memory_percent", "load_1m"]) {
      for (const range of Object.keys(asked)) {
        dashboard.answers.set(`/history?entity_id=omv-mediaserver.${id}&range=${range}&`, () => {
          asked[range] = (asked[range] ?? 0) + 1;
          return Response.json({ bucket_seconds: 14_400, series: [] });
        });
      }
    }
    dashboard.answers.set("/history", () => Response.json({ bucket_seconds: 60, series: [] }));
    const page = await show(html`<hl-machine-page machineId="omv-mediaserver"></hl-machine-page>`, dashboard);
    await settled();
    const before = { ...asked };

    const choice = page.shadowRoot?.querySelector("hl-segments")?.shadowRoot;
    choice?.querySelector<HTMLInputElement>('input[value="30d"]')?.click();
    await settled();
    await drawn(page);

    const cpu = page.shadowRoot?.querySelector("hl-card-slot");
    assert.deepEqual(
      [before, asked],
      [
        { "1h": 3, "30d": 0 },
        { "1h": 3, "30d": 3 },
      ],
    );
    assert.match(cpu ? textOf(cpu) : "", /last 30 days .*No readings in the last 30 days/);
  });
});
