import type { DeliveryOutcome, FetchAnswer } from "../../core/sdk/index.ts";

/** Statuses with which no message will be taken: the address, or what the hub shows to be let in, is wrong. */
const endings: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 410]);
/** Statuses that ask to come again, besides 500 and above. */
const laterOn: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

/** What became of a message, by the status of the answer (RFC 9110). What the answer says is not repeated: it may quote a secret. */
export function outcomeOf({ status, retryAfterSeconds }: Omit<FetchAnswer, "body" | "headers">): DeliveryOutcome {
  const reason = `it answers ${status}`;
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status >= 500 || laterOn.has(status)) {
    return { kind: "later", reason, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
  }
  if (status < 400) return { kind: "broken", reason: `${reason}: the address leads elsewhere` };
  return { kind: endings.has(status) ? "broken" : "refused", reason };
}
