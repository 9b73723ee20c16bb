import { expect, it } from "vitest";
import { safeReason } from "../../../core/notifications/safe-reason.ts";

it.each([
  ["POST https://hooks.slack.com/services/T0/B0/s3cret failed", "POST https://hooks.slack.com/… failed"],
  ["https://me:s3cret@ntfy.lan:8080?auth=s3cret is away", "https://ntfy.lan:8080/… is away"],
  ['"smtp://user:s3cret@mail.lan" refused', '"smtp://mail.lan/…" refused'],
  ["channel_is_archived", "channel_is_archived"],
])("a reason is shown without the secrets of its addresses: %j", (reason, shown) => {
  expect(safeReason(reason)).toBe(shown);
});
