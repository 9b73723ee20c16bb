import { messageOf, PlatformError } from "../errors.ts";
import type { Clock, FetchAnswer, FetchRequest, Json, JsonObject } from "../sdk/index.ts";
import { retryAfterSeconds } from "./retry-after.ts";

const defaultTimeoutSeconds = 15;
const longestBody = 10 * 1024 * 1024;
const mostRedirects = 5;

/** What a request is held to. */
export interface FetchLimits {
  readonly clock: Clock;
  /** Aborts when the integration stops. */
  readonly signal: AbortSignal;
  /** Throws when the manifest does not permit the host. */
  readonly checkHost: (host: string) => void;
}

/**
 * Asks another host over HTTP. Throws `FORBIDDEN` for a host that is not permitted, also by way of a redirect, `TIMEOUT`, and
 * `UPSTREAM_ERROR` when it cannot be reached or its answer is too long. No error shows more of the address than its host: the rest may
 * be a secret.
 */
export async function brokeredFetch(url: string, request: FetchRequest, limits: FetchLimits): Promise<FetchAnswer> {
  const { method = "GET", headers = {}, body, timeoutSeconds = defaultTimeoutSeconds } = request;
  const signal = limits.clock.deadline(timeoutSeconds * 1000, limits.signal);
  const isText = body === undefined || typeof body === "string";
  const options: RequestInit = {
    method,
    headers: isText ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    redirect: "manual",
    signal,
  };
  try {
    const response = await follow(new URL(url), options, limits.checkHost);
    const { status } = response;
    const headers = Object.fromEntries(response.headers);
    const asked = retryAfterSeconds(headers["retry-after"], limits.clock.now());
    return { status, headers, body: await readText(response), retryAfterSeconds: asked };
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    const host = URL.canParse(url) ? new URL(url).host : "An address that is none";
    if (signal.aborted && !limits.signal.aborted) {
      throw new PlatformError("TIMEOUT", `${host} did not answer within ${timeoutSeconds} s`);
    }
    throw new PlatformError("UPSTREAM_ERROR", `${host} ${whyUnreached(error)}`);
  }
}

/** What Node's fetch says of a request that it refuses to send holds the whole address, or a header; what the network says does not. */
function whyUnreached(error: unknown): string {
  if (error instanceof UnreadableAnswer) return `gave no answer that can be used: ${error.message}`;
  const { cause } = error as { readonly cause?: unknown };
  return cause === undefined ? "cannot be asked in this way" : `cannot be reached: ${messageOf(cause)}`;
}

class UnreadableAnswer extends Error {}

async function follow(start: URL, options: RequestInit, checkHost: (host: string) => void): Promise<Response> {
  let url = start;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    checkHost(url.hostname);
    const response = await fetch(url, options);
    const target = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || target === null) return response;
    await response.body?.cancel();
    // Credentials and a body are for the host that was asked, not for where it sends us.
    const next = new URL(target, url);
    const isElsewhere = next.host !== url.host || (url.protocol === "https:" && next.protocol !== "https:");
    if (isElsewhere && options.method !== "GET" && options.method !== "HEAD") return response;
    if (isElsewhere) options = { ...options, headers: {} };
    url = next;
  }
  throw new UnreadableAnswer(`more than ${mostRedirects} redirects`);
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestBody) throw new UnreadableAnswer(`it is longer than ${longestBody} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Whether permissions such as `net:api.example.net` and `net:*.example.net` cover a host. `net:{config.targets.url}` covers the hosts of
 * the addresses that the user wrote there: within lists, each item is meant.
 */
export function permitsHost(permissions: readonly string[], host: string, config: Json = {}): boolean {
  return permissions.some((permission) => {
    if (!permission.startsWith("net:")) return false;
    const pattern = permission.slice(4);
    const setting = /^\{config\.(.+)\}$/.exec(pattern)?.[1];
    if (setting !== undefined) return hostsAt(config, setting.split(".")).includes(host);
    return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;
  });
}

function hostsAt(value: Json | undefined, [name, ...below]: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => hostsAt(item, name === undefined ? [] : [name, ...below]));
  if (name === undefined) return typeof value === "string" && URL.canParse(value) ? [new URL(value).hostname] : [];
  const isMap = typeof value === "object" && value !== null;
  return isMap && Object.hasOwn(value, name) ? hostsAt((value as JsonObject)[name], below) : [];
}
