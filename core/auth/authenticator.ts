import type { IncomingHttpHeaders } from "node:http";
import { PlatformError } from "../errors.ts";
import type { Caller, Scope } from "../sdk/index.ts";
import type { FailureLimit } from "./failure-limit.ts";
import type { Grant, Keys } from "./keys.ts";
import type { Sessions } from "./sessions.ts";

/** Name of the session cookie. */
export const sessionCookie = "homelabcmd_session";

/** What a request shows of its sender. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly address: string;
}

const ranks: Readonly<Record<Exclude<Scope, "agent">, number>> = { open: 0, viewer: 1, operator: 2, admin: 3 };

/** Finds out who is asking, and whether he may. */
export class Authenticator {
  readonly #keys: Keys;
  readonly #sessions: Sessions;
  readonly #limit: FailureLimit;

  constructor(keys: Keys, sessions: Sessions, limit: FailureLimit) {
    this.#keys = keys;
    this.#sessions = sessions;
    this.#limit = limit;
  }

  /**
   * The caller, when his scope reaches. Throws `UNAUTHORIZED` without valid credentials, `RATE_LIMITED` after too many wrong
   * ones, `FORBIDDEN` when they do not reach, or when another site's page sent the browser here.
   */
  authorize(credentials: Credentials, scope: Scope): Caller {
    const { address } = credentials;
    if (scope === "open") return { scope: "open", name: "anonymous", address };
    const caller = this.#identify(credentials);
    if (!caller) {
      throw new PlatformError("UNAUTHORIZED", "Log in, or send an API key in the X-API-Key header");
    }
    if (!reaches(caller.scope, scope)) {
      const message = `This needs the scope "${scope}"; the key "${caller.name}" has "${caller.scope}"`;
      throw new PlatformError("FORBIDDEN", message);
    }
    return { ...caller, address };
  }

  /** Throws when the address must wait before it tries again. */
  checkLimit(address: string): void {
    this.#limit.check(address);
  }

  #identify({ headers, method, address }: Credentials): Omit<Caller, "address"> | undefined {
    const guid = single(headers["x-server-guid"])?.toLowerCase();
    const token = single(headers["x-agent-token"]);
    if (token !== undefined) {
      const grant = this.#keys.check(token);
      // Agents go on reporting while somebody behind the same address guesses; a key for more has to wait, as elsewhere.
      if (grant?.scope !== "agent") this.checkLimit(address);
      return asAgent(this.#known(grant, address), guid);
    }
    const key = single(headers["x-api-key"]);
    if (key !== undefined) {
      this.checkLimit(address);
      return asAgent(this.#known(this.#keys.check(key), address), guid);
    }
    const cookie = readCookie(headers.cookie, sessionCookie);
    const grant = cookie === undefined ? undefined : this.#sessions.check(cookie);
    if (grant) refuseForeignPage(headers, method);
    return grant;
  }

  #known(grant: Grant | undefined, address: string): Grant {
    if (grant) return grant;
    this.#limit.failed(address);
    this.checkLimit(address);
    throw new PlatformError("UNAUTHORIZED", "This key or token is not valid; it may have been revoked");
  }
}

/** An agent with the GUID that it may speak for: the token's own, else the one that it says. */
function asAgent(grant: Grant, saidGuid: string | undefined): Grant {
  if (grant.scope !== "agent") return grant;
  const { name, agentGuid = saidGuid } = grant;
  if (saidGuid && saidGuid !== agentGuid) {
    throw new PlatformError(
      "FORBIDDEN",
      `The token "${name}" speaks for the agent ${agentGuid} only, not for ${saidGuid}`,
    );
  }
  return agentGuid ? { ...grant, agentGuid } : grant;
}

/** Whether a caller of one scope may do what needs another. */
export function reaches(held: Scope, needed: Scope): boolean {
  if (needed === "agent") return held === "agent" || held === "admin";
  if (held === "agent") return false;
  return ranks[held] >= ranks[needed];
}

/**
 * A browser's cookie may change things only from our own pages. Browsers tell where a request comes from in Sec-Fetch-Site;
 * SameSite=Strict already keeps the cookie at home in those that do not.
 */
function refuseForeignPage(headers: IncomingHttpHeaders, method: string): void {
  const site = single(headers["sec-fetch-site"]);
  if (method === "GET" || method === "HEAD" || site === undefined || site === "same-origin" || site === "none") return;
  throw new PlatformError("FORBIDDEN", "This request came from another site's page");
}

/** The value of one cookie of a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const separator = part.indexOf("=");
    if (part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim();
  }
  return undefined;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
