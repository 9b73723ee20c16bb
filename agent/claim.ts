import type { Clock } from "../core/sdk/index.ts";
import { type HttpAnswer, HttpConnection } from "./runtime/http-connection.ts";
import { isToken } from "./token-text.ts";

const timeoutMilliseconds = 10_000;

/** Who asks for a token of its own. */
export interface Applicant {
  readonly guid: string;
  readonly serverId: string;
  readonly hostname: string;
}

/** How a claim ended. `reason` is for a person. */
export type ClaimOutcome =
  | {
      readonly kind: "enrolled";
      /** `null`: the one that the agent has already stays. */
      readonly apiToken: string | null;
      readonly mode: "readonly" | "readwrite";
    }
  /** Asking again will not help. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/** One claim: where the hub is, what permits it, and the token that the agent has already. */
export interface Claim {
  readonly hubUrl: string;
  readonly enrolmentToken: string;
  readonly presentToken: string | null;
}

/** Asks the hub, once, for a token of this agent's own. Never rejects. */
export async function claimToken(
  { hubUrl, enrolmentToken, presentToken }: Claim,
  { guid, serverId, hostname }: Applicant,
  clock: Clock,
  signal?: AbortSignal,
): Promise<ClaimOutcome> {
  const body = {
    token: enrolmentToken,
    server_guid: guid,
    server_id: serverId,
    hostname,
    api_token: presentToken,
  };
  const connection = new HttpConnection(new URL(`${hubUrl.replace(/\/+$/, "")}/api/v1/agents/register/claim`));
  const deadline = clock.deadline(timeoutMilliseconds, signal);
  try {
    const headers = { "Content-Type": "application/json" };
    return outcomeOf(await connection.post(JSON.stringify(body), headers, deadline));
  } catch (error) {
    const said = error instanceof Error && error.message !== "" ? error.message : String(error);
    const reason = deadline.aborted ? `no answer within ${timeoutMilliseconds / 1000} s` : said;
    return { kind: "unavailable", reason: `The hub cannot be reached: ${reason}` };
  } finally {
    connection.close();
  }
}

function outcomeOf({ status, body }: HttpAnswer): ClaimOutcome {
  const answer = asRecord(parseJson(body));
  if (status === 200 && answer["success"] === true) {
    const token = answer["api_token"];
    const apiToken = typeof token === "string" && isToken(token) ? token : null;
    return { kind: "enrolled", apiToken, mode: answer["mode"] === "readwrite" ? "readwrite" : "readonly" };
  }
  const said = asRecord(answer["detail"])["message"];
  const reason = typeof said === "string" ? said.slice(0, 300) : `What answers (${status}) is not a HomelabCmd hub`;
  return { kind: [400, 401, 403, 409, 422].includes(status) ? "refused" : "unavailable", reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
