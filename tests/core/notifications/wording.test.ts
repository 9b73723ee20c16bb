import { expect, it } from "vitest";
import { wordingOf } from "../../../core/notifications/wording.ts";
import type { Notification } from "../../../core/sdk/index.ts";
import { messageOf } from "./fake-channel.ts";

const message = (changes: Partial<Notification>) => ({
  ...messageOf("alert-1", "alert-1"),
  title: "Disk full",
  ...changes,
});

it.each<[Partial<Notification>, string]>([
  [{ kind: "opened", severity: "critical" }, "Critical: Disk full"],
  [{ kind: "escalated", severity: "critical" }, "Now critical: Disk full"],
  [{ kind: "reminder", severity: "high" }, "Still high: Disk full"],
  [{ kind: "resolved", severity: "critical" }, "Resolved: Disk full"],
  [{ kind: "result", severity: "low" }, "Disk full"],
  [{ kind: "digest", severity: "low" }, "Disk full"],
  [{ kind: "test", severity: "low" }, "Disk full"],
])("%j is headed %s", (changes, headline) => {
  expect(wordingOf(message(changes), null).headline).toBe(headline);
});

it.each([
  ["/alerts/1", "https://hub.test/lab", "https://hub.test/lab/alerts/1"],
  ["/alerts/<1>", "https://hub.test", "https://hub.test/alerts/%3C1%3E"],
  ["/alerts/1", null, null],
  [null, "https://hub.test", null],
])("the page %s of the hub at %s is %s", (path, hubUrl, link) => {
  expect(wordingOf(message({ path }), hubUrl).link).toBe(link);
});
