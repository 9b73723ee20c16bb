import { assert } from "chai";
import type { AlertRecord } from "../../../frontend/state/alert-record.ts";
import { alertOf, FakeAlerts } from "../support/alerts.ts";
import { settled } from "../support/fake-clock.ts";
import { type TestDashboard, testDashboard } from "../support/fixture.ts";
import { sampleTime } from "../support/samples.ts";

const time = new Date(sampleTime).toISOString();

async function arrange(...alerts: readonly AlertRecord[]) {
  const dashboard = testDashboard();
  const fake = new FakeAlerts(dashboard, alerts);
  const opened: number[][] = [];
  dashboard.alerts.opened.subscribe((some) => opened.push(some.map(({ id }) => id)));
  dashboard.alerts.start();
  dashboard.live.start();
  await dashboard.clock.advance(400);
  return { ...dashboard, dashboard, fake, opened };
}

async function say({ hub, clock }: TestDashboard): Promise<void> {
  hub.last.send("event", { time, name: "alerts.alert_changed", data: { id: 1 } });
  await settled();
  await clock.advance(400);
}

describe("the store of alerts", () => {
  it("reads what is not resolved when the stream opens, the worst first and of equals the newest", async () => {
    const low = alertOf(4, { severity: "low" });
    const critical = alertOf(1, { severity: "critical", status: "acknowledged" });

    const { alerts, hub } = await arrange(critical, alertOf(2), alertOf(3), low, alertOf(5, { status: "resolved" }));

    assert.deepEqual(
      [hub.last.url, alerts.list().map(({ id }) => id)],
      ["/api/v1/live?events=alerts.alert_changed", [1, 3, 2, 4]],
    );
  });

  it("reads more than one page", async () => {
    const { alerts } = await arrange(...Array.from({ length: 1001 }, (_, index) => alertOf(index + 1)));

    await alerts.load();

    assert.equal(alerts.list().length, 1001);
  });

  it("follows the hub's events, and asks again after the stream was lost", async () => {
    const { dashboard, alerts, fake, hub, clock } = await arrange();
    fake.alerts = [alertOf(1)];
    await say(dashboard);
    const afterEvent = alerts.list().map(({ id }) => id);

    fake.alerts = [alertOf(1), alertOf(2)];
    hub.last.end();
    await settled();
    await clock.advance(2000);

    assert.deepEqual([afterEvent, alerts.list().map(({ id }) => id)], [[1], [2, 1]]);
  });

  it("announces what opens and needs attention, and nothing of what was there before", async () => {
    const { dashboard, fake, opened } = await arrange(alertOf(1));

    fake.alerts = [alertOf(1), alertOf(2), alertOf(3, { severity: "low" }), alertOf(4, { suppression: "silenced" })];
    await say(dashboard);
    await say(dashboard);

    assert.deepEqual(opened, [[2]]);
  });

  it("shows what the user did at once, and says who is refused", async () => {
    const { alerts, fake } = await arrange(alertOf(1), alertOf(2));

    await alerts.acknowledge(1);
    await alerts.resolve(2);
    fake.alerts = [];
    const refusal = await alerts.resolve(1).catch((error: Error) => error.message);

    assert.deepEqual(
      [alerts.list().map(({ id, status }) => [id, status]), refusal],
      [[[1, "acknowledged"]], "There is no alert 1"],
    );
  });

  it("tells a machine's followers only of that machine's alerts", async () => {
    const { dashboard, alerts, fake } = await arrange(alertOf(1), alertOf(2, { server_id: "pi" }));
    const told: string[] = [];
    for (const id of ["nas", "pi"]) alerts.watch(id, () => told.push(id));

    fake.alerts = [alertOf(1), alertOf(2, { server_id: "pi", status: "acknowledged" })];
    await say(dashboard);

    assert.deepEqual([told, alerts.ofMachine("pi").map(({ status }) => status)], [["pi"], ["acknowledged"]]);
  });

  it("tries again when the hub could not answer", async () => {
    const { dashboard, alerts, clock, fake } = await arrange();
    const answers = dashboard.answers.get("/alerts?");
    dashboard.answers.set("/alerts?", () =>
      Response.json({ detail: { code: "UNAVAILABLE", message: "Not now" } }, { status: 503 }),
    );
    await say(dashboard);
    const failure = String(alerts.failure);

    fake.alerts = [alertOf(7)];
    if (answers) dashboard.answers.set("/alerts?", answers);
    await clock.advance(11_000);

    assert.deepEqual(
      [failure, alerts.failure, alerts.list().map(({ id }) => id)],
      ["ApiError: Not now", undefined, [7]],
    );
  });

  it("forgets everything when the user logs out", async () => {
    const { alerts } = await arrange(alertOf(1));

    alerts.stop();

    assert.deepEqual([alerts.loaded, alerts.list(), alerts.ofMachine("nas")], [false, [], []]);
  });
});
