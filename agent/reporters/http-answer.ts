import type { HttpAnswer } from "../runtime/http-connection.ts";
import { isToken } from "../token-text.ts";
import { readOffer } from "../update/offer.ts";
import type { HubAnswer, SendOutcome } from "./reporter.ts";

const longestRetrySeconds = 3_600;

/** Says what the hub's response to `sent` heartbeats means. `now` (Unix ms) is for a Retry-After that is a date. */
export function interpretAnswer({ status, headers, body }: HttpAnswer, sent: number, now: number): SendOutcome {
  if (status === 200) return acknowledged(body, sent);
  const said = hubMessage(body);
  if (status === 401)
    return { kind: "forbidden", reason: `The hub does not know this agent's token${said}: set api_token` };
  if (status === 403) return { kind: "forbidden", reason: `This token may not report for this server_guid${said}` };
  if (status === 400 || status === 413 || status === 422) {
    return { kind: "rejected", reason: `The hub does not take the heartbeat (${status})${said}` };
  }
  const retryAfterSeconds = parseRetryAfter(headers["retry-after"], now);
  return { kind: "unavailable", reason: unavailableReason(status, headers) + said, retryAfterSeconds };
}

function acknowledged(body: string, sent: number): SendOutcome {
  const parsed = parseJson(body);
  const entries: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const refusal = entries.map(refusalIn).find((reason) => reason !== null);
  if (entries.length === sent && refusal)
    return { kind: "rejected", reason: `The hub does not take a heartbeat (${refusal})` };
  const answers = entries.map(readAnswer);
  const last = answers.at(-1);
  if (answers.length === sent && last && !answers.includes(null)) return { kind: "accepted", answer: last };
  const reason = "What answers is not a HomelabCmd hub: is hub_url right?";
  return { kind: "unavailable", reason, retryAfterSeconds: null };
}

/** Why the hub refuses one heartbeat of a batch for good; `null` for any other answer. */
function refusalIn(value: unknown): string | null {
  const { status, received, detail } = asRecord(value);
  return status === "error" && received === false ? (textIn(asRecord(detail)["message"]) ?? "no reason") : null;
}

function readAnswer(value: unknown): HubAnswer | null {
  const answer = asRecord(value);
  if (answer["received"] !== true || typeof answer["server_id"] !== "string") return null;
  const config = asRecord(answer["config"]);
  const interval = config["heartbeat_interval_seconds"];
  return {
    serverId: answer["server_id"],
    intervalSeconds: typeof interval === "number" && interval >= 1 && interval <= 3_600 ? interval : null,
    monitoredServices: textsIn(config["monitored_services"]),
    bootId: textIn(answer["boot_id"]),
    identityConflict: answer["identity_conflict"] === true,
    apiToken: tokenIn(answer["api_token"]),
    update: readOffer(answer["agent_update"]),
    identityClaim: textIn(answer["identity_claim"]),
  };
}

function unavailableReason(status: number, headers: HttpAnswer["headers"]): string {
  if (status >= 300 && status < 400)
    return `Redirected to ${headers["location"] ?? "elsewhere"}: set hub_url to where the hub is`;
  if (status === 404) return "No HomelabCmd hub answers there (404): is hub_url right?";
  return `The hub answered ${status}`;
}

/** The message of the hub's error object, ready to be appended. */
function hubMessage(body: string): string {
  const detail = asRecord(asRecord(parseJson(body))["detail"]);
  const message = detail["message"];
  return typeof message === "string" ? ` ("${message.slice(0, 300)}")` : "";
}

/** Seconds or a date (RFC 9110, 10.2.3), at most an hour; `null` when there is none that can be read. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(longestRetrySeconds, Math.max(0, seconds));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.flatMap((entry) => textIn(entry) ?? []) : null;
}

/** One that no header carries would be kept, and then keep the agent from its hub for good. */
function tokenIn(value: unknown): string | null {
  return typeof value === "string" && isToken(value) ? value : null;
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
