import type { DeliveryOutcome, FetchAnswer } from "../../core/sdk/index.ts";

/** What became of a message, by ntfy's answer: https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
export function outcomeOf({ status, body, retryAfterSeconds }: FetchAnswer): DeliveryOutcome {
  const answer = readAnswer(body);
  const reason = `it answers ${status}${answer.code === undefined ? "" : ` (${answer.code})`}`;
  if (status >= 200 && status < 300) {
    return answer.isNtfy ? { kind: "sent" } : { kind: "later", reason: `${reason}, but not as ntfy does` };
  }
  if (status === 429 || status === 408 || status >= 500) {
    return { kind: "later", reason, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
  }
  if (status === 401 || status === 403) return { kind: "broken", reason: `${reason}: the token may not publish there` };
  if (status < 400) return { kind: "broken", reason: `${reason}: the address leads elsewhere` };
  if (status === 404 || status === 405) return { kind: "broken", reason: `${reason}: there is no ntfy server` };
  return { kind: "refused", reason };
}

/** ntfy answers with JSON: the message, or an error with a number of its own. Its words are not repeated. */
function readAnswer(body: string): { readonly isNtfy: boolean; readonly code?: number } {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== "object" || answer === null) return { isNtfy: false };
    const code = "code" in answer ? answer.code : undefined;
    return { isNtfy: "id" in answer, ...(typeof code === "number" ? { code } : {}) };
  } catch {
    return { isNtfy: false };
  }
}
