import type { IncomingMessage } from "node:http";
import { readCookie, sessionCookie } from "../../auth/authenticator.ts";
import type { Grant } from "../../auth/keys.ts";
import { sessionMilliseconds } from "../../auth/sessions.ts";
import { PlatformError } from "../../errors.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

interface LoginBody {
  readonly key?: string;
  readonly link_token?: string;
}

const sessionSchema = {
  type: "object",
  required: ["authenticated"],
  properties: {
    authenticated: { type: "boolean", description: "Whether this browser is logged in." },
    name: { type: "string", description: "Name of the key that it logged in with." },
    scope: { type: "string", description: "What it may do: viewer, operator or admin." },
  },
} as const;

const secret = (description: string) => ({ type: "string", minLength: 1, maxLength: 256, description }) as const;

/** Login by key or one-time link, logout, and who is logged in. */
export function addAuthRoutes(routes: Routes, house: House, owner: string): void {
  const { keys, loginLinks, sessions, failureLimit, authenticator } = house;
  const common = { tag: "Authentication", scope: "open" } as const;

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/auth/login",
      operationId: "login_session",
      summary: "Log a browser in with an API key or a one-time link",
      request: {
        maxBodyBytes: 4096,
        body: {
          type: "object",
          properties: { key: secret("An API key."), link_token: secret("The token of a one-time login link.") },
        },
      },
      responses: { 200: { description: "Logged in; the answer sets the session cookie.", body: sessionSchema } },
    },
    async ({ body, caller }, { headers, message }) => {
      authenticator.checkLimit(caller.address);
      const grant = redeem(body as LoginBody);
      if (!grant || grant.scope === "agent") {
        failureLimit.failed(caller.address);
        throw new PlatformError("UNAUTHORIZED", refusal(body as LoginBody));
      }
      failureLimit.succeeded(caller.address);
      headers["Set-Cookie"] = sessionCookieOf(await sessions.open(grant), message);
      return { authenticated: true, name: grant.name, scope: grant.scope };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/auth/logout",
      operationId: "logout_session",
      summary: "Log this browser out",
      responses: { 204: { description: "Logged out." } },
    },
    async (_request, { headers, message }) => {
      const value = readCookie(message.headers.cookie, sessionCookie);
      if (value) await sessions.close(value);
      headers["Set-Cookie"] = cookie("", 0, false);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/auth/session",
      operationId: "get_session",
      summary: "Tell whether this browser is logged in",
      responses: { 200: { description: "Who is logged in.", body: sessionSchema } },
    },
    (_request, { headers, message }) => {
      const value = readCookie(message.headers.cookie, sessionCookie);
      const grant = value === undefined ? undefined : sessions.check(value);
      if (!value || !grant) return { authenticated: false };
      // The session is prolonged by its use; the browser forgets its cookie unless it is told so.
      headers["Set-Cookie"] = sessionCookieOf(value, message);
      return { authenticated: true, name: grant.name, scope: grant.scope };
    },
    owner,
  );

  function redeem({ key, link_token: token }: LoginBody): Grant | undefined {
    if (key !== undefined) return keys.check(key.trim());
    if (token !== undefined) return loginLinks.redeem(token.trim());
    throw new PlatformError("VALIDATION_ERROR", "key is missing", { field: "key" });
  }
}

function refusal({ key }: LoginBody): string {
  return key === undefined
    ? "This login link was used already or is older than 15 minutes; start the hub again for a new one, or log in with a key"
    : "This is not a key of this hub";
}

function sessionCookieOf(value: string, { headers, socket }: IncomingMessage): string {
  const isSecure = "encrypted" in socket || headers["x-forwarded-proto"] === "https";
  return cookie(value, sessionMilliseconds / 1000, isSecure);
}

function cookie(value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const flags = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
  return `${sessionCookie}=${value}; ${flags}${isSecure ? "; Secure" : ""}`;
}
