import { assert } from "chai";
import { clearPage, textOf } from "../../support/fixture.ts";
import { deadDelivery } from "../../support/notifications.ts";
import { alertsOf, refusal, rowsOf, showNotifications } from "../../support/notifications-page.ts";
import { findAll, focused, press } from "../../support/press.ts";

describe("the messages that could not be sent", () => {
  afterEach(clearPage);

  it("sends what was refused once more, and then puts the focus where the message was listed", async () => {
    const { page, dashboard } = await showNotifications({ dead: [deadDelivery] });
    const before = rowsOf(page, "hl-unsent-list");

    await press(page, "Try again to send “<b>Disk / is full</b>” to Slack");

    const list = findAll(page, "hl-unsent-list")[0] as Element;
    assert.deepEqual(
      [before, dashboard.changes.map(({ path }) => path), textOf(list), textOf(focused() as Element)],
      [
        ["<b>Disk / is full</b> Slack · opened · 11:30 Slack answered 400 Try again"],
        ["/notifications/slack/7/retry"],
        "Nothing was refused or given up. It is going to be sent again.",
        "What could not be sent",
      ],
    );
  });

  it("says why a message is not sent again, and keeps it", async () => {
    const { page, dashboard } = await showNotifications({ dead: [deadDelivery] });
    const list = dashboard.answers.get("/notifications");
    dashboard.answers.delete("/notifications");
    dashboard.answers.set("/notifications/slack/7/retry", refusal(404, "There is no such dead message"));
    if (list) dashboard.answers.set("/notifications", list);

    await press(page, "Try again to send “<b>Disk / is full</b>” to Slack");

    assert.deepEqual(
      [alertsOf(page), rowsOf(page, "hl-unsent-list").length],
      [["It is not tried again: There is no such dead message"], 1],
    );
  });

  it("leads from a message to what it is about, and never away from the hub", async () => {
    const away = { ...deadDelivery, sequence: 8, path: "//evil.example/alerts" };
    const { page } = await showNotifications({ dead: [deadDelivery, away] });

    const list = findAll(page, "hl-unsent-list")[0] as Element;
    assert.deepEqual(
      findAll(list, "a").map((link) => link.getAttribute("href")?.endsWith("/alerts/12")),
      [true],
    );
  });

  it("says quietly what waits, and when it is tried next", async () => {
    const waiting = [
      { ...deadDelivery, state: "waiting", next_at: "2025-01-01T12:10:00Z" },
      { ...deadDelivery, sequence: 8, state: "waiting", next_at: "2025-01-01T12:05:00Z" },
      { ...deadDelivery, sequence: 9, state: "waiting", next_at: null },
    ];
    const { page } = await showNotifications({ waiting });

    assert.include(textOf(findAll(page, "hl-unsent-list")[0] as Element), "3 messages wait. The next try is at 12:05.");
  });
});
