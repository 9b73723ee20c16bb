import { createHmac } from "node:crypto";
import type { FetchRequest, Json } from "../../core/sdk/index.ts";
import type { WebhookTarget } from "./config.ts";
import { payloadOf } from "./payload.ts";
import { escapeForJson, fillIn, type Told } from "./template.ts";

/** A request that delivers a message. */
export interface WebhookRequest {
  readonly url: string;
  readonly request: FetchRequest;
}

/** The request for a message. `now` in Unix milliseconds. */
export function requestFor(target: WebhookTarget, told: Told, now: number): WebhookRequest {
  const { url, credentials } = withoutCredentials(target.url);
  const body = bodyOf(target, told);
  const headers = {
    "content-type": contentTypeOf(target),
    "user-agent": "HomelabCmd",
    ...credentials,
    ...ownHeaders(target),
    // The same for every try, so that a receiver can leave out what it has already.
    "x-homelabcmd-delivery": encodeURIComponent(told.notification.id.toWellFormed()),
    ...signature(target.secret, body, now),
  };
  return { url, request: { method: target.method, headers, body } };
}

/** Whether a target gets JSON: it was not told otherwise. */
export function isJson(target: Pick<WebhookTarget, "headers" | "body">): boolean {
  return /\bjson\b/i.test(contentTypeOf(target));
}

function contentTypeOf(target: Pick<WebhookTarget, "headers" | "body">): string {
  const byBody = typeof target.body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return ownHeaders(target)["content-type"] ?? byBody;
}

/** Names of headers know no case; two of one name would be sent as one. */
function ownHeaders({ headers }: Pick<WebhookTarget, "headers">): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function bodyOf(target: WebhookTarget, told: Told): string {
  const template = target.body as Json | undefined;
  if (template === undefined) return JSON.stringify(payloadOf(told));
  if (typeof template !== "string") return JSON.stringify(fillIn(template, told));
  return String(fillIn(template, told, isJson(target) ? escapeForJson : undefined));
}

/** HMAC-SHA256 over the time in seconds, a dot, and the body: an old message cannot be sent again as a new one. */
function signature(secret: string | undefined, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const time = { "x-homelabcmd-timestamp": timestamp };
  if (secret === undefined) return time;
  const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return { ...time, "x-homelabcmd-signature": `sha256=${digest}` };
}

/** An address with a user and a password in it means HTTP's basic authentication (RFC 7617). */
function withoutCredentials(address: string) {
  const url = new URL(address);
  const { username, password } = url;
  if (username === "" && password === "") return { url: address, credentials: {} };
  [url.username, url.password] = ["", ""];
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return { url: url.href, credentials: { authorization: `Basic ${login}` } };
}
