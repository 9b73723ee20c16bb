import { expect, it } from "vitest";
import { outcomeOf } from "../../../integrations/slack/outcome.ts";

const broken = expect.objectContaining({ kind: "broken" });
const refused = expect.objectContaining({ kind: "refused" });
const later = expect.objectContaining({ kind: "later" });

it.each([
  [200, "ok", { kind: "sent" }],
  [200, '{"success":true}', { kind: "sent" }],
  [200, "<!DOCTYPE html><title>Log in</title>", later],
  [302, "", broken],
  [400, "invalid_payload", { kind: "refused", reason: "it answers 400 (invalid_payload)" }],
  [400, "invalid_blocks", refused],
  [400, "no_text", refused],
  [403, "action_prohibited", broken],
  [403, "invalid_token", broken],
  [404, "no_service", { kind: "broken", reason: expect.stringContaining("it was removed or turned off") }],
  [404, "channel_not_found", broken],
  [410, "channel_is_archived", broken],
  [418, "", broken],
  [429, "rate_limited", { kind: "later", reason: "it answers 429 (rate_limited)", retryAfterSeconds: 30 }],
  [500, "rollup_error", later],
  [503, "<html>busy</html>", later],
])("%s %s is an outcome of its own", (status, body, outcome) => {
  const retryAfterSeconds = status === 429 ? 30 : null;

  expect(outcomeOf({ status, headers: {}, body, retryAfterSeconds })).toEqual(outcome);
});

it("does not repeat a page that may quote the address", () => {
  const body = "<html>/services/T0/B0/canary was not found</html>";

  expect(JSON.stringify(outcomeOf({ status: 404, headers: {}, body, retryAfterSeconds: null }))).not.toContain(
    "canary",
  );
});
