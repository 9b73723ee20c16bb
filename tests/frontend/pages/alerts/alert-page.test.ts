import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/alerts/alert-page.ts";
import type { AlertDetail, DeliveryRecord } from "../../../../frontend/pages/alerts/alert-detail.ts";
import { alertOf } from "../../support/alerts.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, press, quiet } from "../../support/press.ts";
import { sampleTime } from "../../support/samples.ts";

const at = (minutesAgo: number) => new Date(sampleTime - minutesAgo * 60_000).toISOString();

const detail: AlertDetail = {
  ...alertOf(12, { title: "Disk <b>/</b> on NAS", causes: ["<i>tar</i>: 3 MiB"], severity: "critical" }),
  events: [
    { at: at(12), kind: "opened", by: null, note: null },
    { at: at(10), kind: "escalated", by: null, note: null },
    { at: at(9), kind: "notified", by: null, note: null },
    { at: at(5), kind: "suppressed", by: null, note: "pi <b> is offline" },
  ],
};
const sent: DeliveryRecord = {
  sequence: 7,
  channel: "slack",
  kind: "opened",
  state: "sent",
  attempts: 1,
  reason: null,
  created_at: at(12),
  ended_at: at(11),
  next_at: null,
};
const dead: DeliveryRecord = { ...sent, sequence: 8, channel: "mail", state: "dead", reason: "No such mailbox" };
const held: DeliveryRecord = { ...sent, sequence: 9, channel: "pager", state: "waiting", ended_at: null };

async function arrange(alert: AlertDetail | null = detail) {
  const dashboard = testDashboard();
  dashboard.session.scope.set("operator");
  const missing = { detail: { code: "NOT_FOUND", message: "There is no alert 12" } };
  dashboard.answers.set("/alerts/12", () => (alert ? Response.json(alert) : Response.json(missing, { status: 404 })));
  dashboard.answers.set("/notifications?", () => Response.json({ notifications: [sent, dead, held], total: 3 }));
  dashboard.answers.set("/notifications/", () => new Response(null, { status: 204 }));
  dashboard.answers.set("/channels", () => Response.json({ channels: [{ name: "pager", state: "broken" }] }));
  dashboard.answers.set("/silences", () => Response.json({ id: 1 }, { status: 201 }));
  const page = await show<LitElement>(html`<hl-alert-page .alertId=${"12"}></hl-alert-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

const partOf = (page: LitElement, name: string) => findAll<LitElement>(page, name)[0] as LitElement;
const linesOf = (page: LitElement, selector: string) => findAll(page, selector).map((line) => textOf(line));

describe("the page of an alert", () => {
  afterEach(clearPage);

  it("says what it is, what to do, and what happened, with hostile texts as text", async () => {
    const { page } = await arrange();

    assert.deepEqual(
      {
        heading: linesOf(page, "h1"),
        chips: linesOf(page, ".top .chip"),
        advice: linesOf(page, "hl-alert-advice"),
        timeline: linesOf(partOf(page, "hl-alert-timeline"), "li"),
        hostile: [...findAll(page, "i"), ...findAll(page, "h1 b")],
      },
      {
        heading: ["Disk <b>/</b> on NAS"],
        chips: ["critical · Open", "NAS", "disk", "Value 82.0 %", "Threshold 80.0 %", "since 11:48, for 12 min"],
        advice: [
          "What to do Programs that write to / fail when it is full. Remove what is not needed. Possible causes <i>tar</i>: 3 MiB",
        ],
        timeline: [
          "Quiet from here on pi <b> is offline 11:55",
          "Announced 11:51",
          "Became worse 11:50",
          "Opened 11:48",
          "It became bad 11:48",
        ],
        hostile: [],
      },
    );
  });

  it("says who was told on which channel, and tries again what could not be sent", async () => {
    const { page, dashboard } = await arrange();

    const told = linesOf(partOf(page, "hl-alert-deliveries"), "li");
    await press(page, "Try again to tell mail");

    assert.deepEqual(
      [told, dashboard.changes.map(({ method, path }) => `${method} ${path}`)],
      [
        [
          "slack opened · 11:48 sent 11:49",
          "mail opened · 11:48 could not be sent No such mailbox Try again",
          "pager opened · 11:48 its channel is broken",
        ],
        ["POST /notifications/mail/8/retry"],
      ],
    );
  });

  it("silences what it is about, for hours or until a moment", async () => {
    const { page, dashboard } = await arrange();

    await press(page, "Silence");
    await press(page, "8 hours");
    await press(page, "Silence");
    const field = findAll<HTMLInputElement>(page, "input[type='datetime-local']")[0];
    if (field) field.value = "2025-01-02T09:30";
    await press(page, "Silence until then");

    const silence = { type: "disk", machine_id: "nas", comment: "Disk <b>/</b> on NAS" };
    assert.deepEqual(
      dashboard.changes.map(({ body }) => body),
      [
        { ...silence, minutes: 480 },
        { ...silence, until: "2025-01-02T09:30:00.000Z" },
      ],
    );
  });

  it("offers nothing to do about what is over, but to silence it", async () => {
    const { page } = await arrange({ ...detail, ...alertOf(12, { status: "resolved" }) });

    assert.deepEqual(
      buttonsOf(page).filter((name) => !name.startsWith("Try")),
      ["Silence"],
    );
  });

  it("says that there is no such alert", async () => {
    const { page } = await arrange(null);

    assert.equal(
      textOf(findAll(page, "hl-notice")[0] as Element),
      "No such alert The hub knows no alert 12. Back to the alerts",
    );
  });
});
