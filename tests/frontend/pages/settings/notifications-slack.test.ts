import { assert } from "chai";
import type { LitElement } from "lit";
import { clearPage, textOf } from "../../support/fixture.ts";
import { configAnswer, workingSlack } from "../../support/notifications.ts";
import { alertsOf, field, nothingSet, refusal, rowsOf, showNotifications } from "../../support/notifications-page.ts";
import { findAll, press } from "../../support/press.ts";

describe("turning Slack on and off", () => {
  afterEach(clearPage);

  it("turns Slack on with a webhook, which it does not keep", async () => {
    const { page, dashboard } = await showNotifications({
      channels: [],
      config: { ...configAnswer, notifications: nothingSet },
    });

    await press(page, "Turn Slack on");
    const complaint = alertsOf(page);
    field(page, "webhook").value = " https://hooks.slack.com/services/T/B/x ";
    await press(page, "Turn Slack on");

    assert.deepEqual(
      [complaint, dashboard.changes, field(page, "webhook").value, alertsOf(page)],
      [
        ["Paste the address of the webhook."],
        [
          {
            method: "PUT",
            path: "/config/notifications",
            body: { slack_webhook_url: "https://hooks.slack.com/services/T/B/x" },
          },
        ],
        "",
        [],
      ],
    );
  });

  it("still says what to do next when the first channel is there", async () => {
    const channels: object[] = [];
    const { page } = await showNotifications({ channels, config: { ...configAnswer, notifications: nothingSet } });
    field(page, "webhook").value = "https://hooks.slack.com/services/T/B/x";
    channels.push(workingSlack);

    await press(page, "Turn Slack on");

    const form = findAll(page, "hl-slack-form")[0] as Element;
    assert.deepEqual(
      [
        rowsOf(page, "hl-channel-list").length,
        form.checkVisibility(),
        textOf(form).includes("Slack is on. Send a test"),
      ],
      [1, true, true],
    );
  });

  it("says why a webhook was not taken, and keeps what was pasted", async () => {
    const { page, dashboard } = await showNotifications();
    dashboard.answers.delete("/config");
    dashboard.answers.set("/config/notifications", refusal(409, "config.yaml is read-only"));
    field(page, "webhook").value = "https://hooks.slack.com/services/T/B/x";

    await press(page, "Replace");

    assert.deepEqual(
      [alertsOf(page), field(page, "webhook").value],
      [["Nothing was changed: config.yaml is read-only"], "https://hooks.slack.com/services/T/B/x"],
    );
  });

  it("turns Slack off when the user has confirmed it", async () => {
    const { page, dashboard } = await showNotifications();
    findAll<HTMLDetailsElement>(page, "details")[0]?.setAttribute("open", "");

    await press(page, "Turn Slack off");
    const before = dashboard.changes.length;
    await press(findAll<LitElement>(page, "hl-confirm-dialog")[0] as LitElement, "Turn Slack off");

    assert.deepEqual([before, dashboard.changes.map(({ body }) => body)], [0, [{ slack_webhook_url: null }]]);
  });

  it("says what decides a setting that cannot be changed here", async () => {
    const origins = [
      { path: "integrations.slack.webhook_url", from: "environment", name: "SLACK_WEBHOOK_URL" },
      { path: "integrations.alerts", from: "include", name: "alerts.yaml" },
    ];
    const { page } = await showNotifications({ config: { ...configAnswer, origins } });
    const form = findAll(page, "hl-told-form")[0] as LitElement;

    assert.deepEqual(
      [
        textOf(findAll(page, "hl-slack-form")[0] as Element).includes("Set by SLACK_WEBHOOK_URL"),
        findAll(page, "#webhook").length,
        findAll<HTMLInputElement>(form, "input").every(({ disabled }) => disabled),
        textOf(form).includes("Stands in alerts.yaml"),
      ],
      [true, 0, true, true],
    );
  });
});
