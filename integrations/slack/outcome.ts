import type { DeliveryOutcome, FetchAnswer } from "../../core/sdk/index.ts";

/** What Slack says of a webhook that takes no message at all, whatever the status. */
const endings: Readonly<Record<string, string>> = {
  action_prohibited: "an administrator of the workspace forbids it",
  channel_is_archived: "its channel is archived",
  channel_not_found: "its channel does not exist any more",
  invalid_token: "the address is not a valid one",
  no_service: "it was removed or turned off",
  no_team: "its workspace does not exist",
};

/**
 * What became of a message, by the answer of the webhook:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, "Handling errors".
 */
export function outcomeOf({ status, body, retryAfterSeconds }: FetchAnswer): DeliveryOutcome {
  const code = errorCode(body);
  if (status >= 200 && status < 300) return isWebPage(body) ? { kind: "later", reason: captive } : { kind: "sent" };
  const ending = endings[code];
  if (ending !== undefined) return { kind: "broken", reason: `the webhook does not work: ${ending} (${code})` };
  const reason = `it answers ${status}${code === "" ? "" : ` (${code})`}`;
  if (status === 429) return { kind: "later", reason, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
  if (status >= 500) return { kind: "later", reason };
  if (status === 400) return { kind: "refused", reason };
  if (status < 400) return { kind: "broken", reason: `${reason}: the address of the webhook leads elsewhere` };
  return { kind: "broken", reason: `${reason}: the webhook does not work` };
}

const captive =
  "it answers with a web page: something else than Slack speaks here, such as a login page of the network";

/** Slack's own codes, such as `invalid_blocks`. Nothing else is repeated: a page of errors may quote the address of the webhook. */
function errorCode(body: string): string {
  const text = body.trim();
  return /^[a-z]+(_[a-z]+){1,5}$/.test(text) && text.length <= 50 ? text : "";
}

function isWebPage(body: string): boolean {
  return /^\s*<(!doctype|html|head|body)\b/i.test(body);
}
