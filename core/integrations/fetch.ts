import { messageOf, PlatformError } from "../errors.ts";
import type { Clock, FetchAnswer, FetchRequest } from "../sdk/index.ts";

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
 * `UPSTREAM_ERROR` when it cannot be reached or its answer is too long.
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
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await readText(response) };
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    const host = URL.canParse(url) ? new URL(url).host : url;
    if (signal.aborted && !limits.signal.aborted) {
      throw new PlatformError("TIMEOUT", `${host} did not answer within ${timeoutSeconds} s`);
    }
    const reason = messageOf((error as { cause?: unknown }).cause ?? error);
    throw new PlatformError("UPSTREAM_ERROR", `${host} cannot be reached: ${reason}`, { cause: error });
  }
}

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
    if (next.host !== url.host && options.method !== "GET" && options.method !== "HEAD") return response;
    if (next.host !== url.host) options = { ...options, headers: {} };
    url = next;
  }
  throw new Error(`more than ${mostRedirects} redirects`);
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestBody) throw new Error(`its answer is longer than ${longestBody} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Whether permissions such as `net:api.example.net` and `net:*.example.net` cover a host. */
export function permitsHost(permissions: readonly string[], host: string): boolean {
  return permissions.some((permission) => {
    if (!permission.startsWith("net:")) return false;
    const pattern = permission.slice(4);
    return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;
  });
}
