import { assert } from "chai";
import { html, type LitElement } from "lit";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { brokenMail, deadDelivery, workingSlack } from "../../support/notifications.ts";
import { alertsOf, field, refusal, rowsOf, showNotifications } from "../../support/notifications-page.ts";
import { buttonsOf, findAll, focused, press, quiet } from "../../support/press.ts";

describe("the page of the notifications", () => {
  afterEach(clearPage);

  it("says of each channel how it is, what is on it, why, and what to do", async () => {
    const waiting = [{ ...deadDelivery, channel: "email", state: "waiting", reason: "The password is wrong" }];
    const { page } = await showNotifications({ channels: [workingSlack, brokenMail], waiting });

    assert.deepEqual(rowsOf(page, "hl-channel-list"), [
      "Slack slack nothing waits ready Send a test",
      "<b>Mail</b> email 2 messages wait · 1 not sent · it refuses everything: correct its settings, then send a test The password is wrong broken Send a test",
    ]);
  });

  it("sends a test, and says in the channel's row what became of it", async () => {
    const { page, dashboard } = await showNotifications({ channels: [workingSlack, brokenMail] });
    dashboard.answers.delete("/channels");
    dashboard.answers.set("/channels/email/test", refusal(502, "The server refused <i>the login</i>"));
    dashboard.answers.set("/channels/slack/test", () => new Response(null, { status: 204 }));

    await press(page, "Send a test to Slack");
    await press(page, "Send a test to <b>Mail</b>");

    const [slack = "", mail = ""] = rowsOf(page, "hl-channel-list");
    assert.deepEqual(
      [
        dashboard.changes.map(({ path }) => path),
        slack.endsWith("Sent: it should be there now."),
        alertsOf(page),
        mail.includes("Sent"),
      ],
      [
        ["/channels/slack/test", "/channels/email/test"],
        true,
        ["The test did not arrive: The server refused <i>the login</i>"],
        false,
      ],
    );
  });

  it("says how to be reached when there is no channel, with lines for each kind", async () => {
    const { page } = await showNotifications({ channels: [] });
    const slack = findAll(page, "code").map(({ textContent }) => textContent);
    findAll<HTMLInputElement>(page, "input[value=ntfy]")[0]?.click();
    await quiet(page);

    assert.deepEqual(
      [textOf(page).includes("Nobody is told yet"), slack, findAll(page, "code").map(({ textContent }) => textContent)],
      [
        true,
        ["integrations:\n  slack:\n    webhook_url: !secret slack_webhook"],
        ["integrations:\n  ntfy:\n    topic: !secret ntfy_topic"],
      ],
    );
  });

  it("saves what people are told, and how often", async () => {
    const { page, dashboard } = await showNotifications();
    field(page, "high").click();
    field(page, "critical_minutes").value = "15";

    await press(page, "Save");

    assert.deepEqual(dashboard.changes, [
      {
        method: "PUT",
        path: "/config/notifications",
        body: {
          notify_on_critical: true,
          notify_on_high: false,
          notify_on_auto_resolve: true,
          cooldowns: { critical_minutes: 15, high_minutes: 240 },
        },
      },
    ]);
  });

  it("says what cannot be, before the hub is asked", async () => {
    const { page, dashboard } = await showNotifications();
    const complaints: string[] = [];

    for (const minutes of ["", "0", "1.5", "100001"]) {
      field(page, "high_minutes").value = minutes;
      await press(page, "Save");
      complaints.push(...alertsOf(page), focused()?.id ?? "");
    }

    const complaint = ["Write whole minutes, from 1 to 100,000.", "high_minutes"];
    assert.deepEqual([dashboard.changes, complaints], [[], [complaint, complaint, complaint, complaint].flat()]);
  });

  it("shows a viewer everything but the ways to act", async () => {
    const { page } = await showNotifications({
      scope: "viewer",
      channels: [workingSlack, brokenMail],
      dead: [deadDelivery],
    });

    const form = findAll(page, "hl-told-form")[0] as LitElement;
    assert.deepEqual(
      [
        buttonsOf(page),
        findAll(page, "li").length,
        findAll<HTMLInputElement>(form, "input").every(({ disabled }) => disabled),
      ],
      [[], 3, true],
    );
  });

  it("lets an operator test and try again, and not change settings", async () => {
    const { page } = await showNotifications({ scope: "operator", dead: [deadDelivery] });

    assert.deepEqual(buttonsOf(page), ["Send a test to Slack", "Try again to send “<b>Disk / is full</b>” to Slack"]);
  });

  it("says what could not be read, and reads it again when the user asks", async () => {
    const dashboard = testDashboard();
    for (const path of ["/channels", "/config", "/notifications"]) {
      dashboard.answers.set(path, refusal(500, "The disk is full"));
    }
    const page = await show<LitElement>(html`<hl-notifications-page></hl-notifications-page>`, dashboard);
    await quiet(page);
    const headings = findAll(page, "hl-notice").map((notice) => textOf(findAll(notice, "h2")[0] as Element));
    dashboard.answers.set("/channels", () => Response.json({ channels: [workingSlack] }));

    await press(page, "Try again");

    assert.deepEqual(
      [headings, rowsOf(page, "hl-channel-list").length],
      [["The channels could not be read", "The settings could not be read", "The messages could not be read"], 1],
    );
  });
});
