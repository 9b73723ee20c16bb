import type { Grant } from "../../auth/keys.ts";
import type { SessionOrigin } from "../../auth/sessions.ts";
import { PlatformError } from "../../errors.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { readSessionCookie, writeSessionCookie } from "../session-cookie.ts";

interface LoginBody {
  readonly key?: string;
  readonly link_token?: string;
}

const sessionSchema = {
  title: "Session",
  type: "object",
  description: "Whether this browser is logged in, and as whom.",
  required: ["authenticated"],
  additionalProperties: false,
  properties: {
    authenticated: { type: "boolean", description: "Whether this browser is logged in." },
    name: { type: "string", description: "Name of the key that it logged in with." },
    scope: { enum: ["viewer", "operator", "admin"], description: "What it may do." },
  },
} as const;

const secret = (description: string) => ({ type: "string", minLength: 1, maxLength: 256, description }) as const;

/** Login by key or one-time link, logout, and who is logged in. */
export function addAuthRoutes(routes: Routes, house: House, owner: string): void {
  const { keys, loginLinks, sessions, site, failureLimit, authenticator } = house;
  const common = { tag: "Authentication" } as const;

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/auth/login",
      operationId: "login_session",
      summary: "Log a browser in with an API key or a one-time link",
      scope: "open",
      request: {
        maxBodyBytes: 4096,
        body: {
          type: "object",
          description: "One of the two.",
          properties: { key: secret("An API key."), link_token: secret("The token of a one-time login link.") },
          examples: [{ key: "hlc_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG" }],
        },
      },
      responses: {
        200: { description: "Logged in; the answer sets the session cookie.", body: sessionSchema },
        401: { description: "The key or link is not valid." },
        429: { description: "Too many wrong ones from this address; Retry-After says how long to wait." },
      },
    },
    async ({ body, caller }, { headers, message }) => {
      authenticator.checkLimit(caller.address);
      const proof = redeem(body as LoginBody);
      if (!proof || proof.grant.scope === "agent") {
        failureLimit.failed(caller.address);
        throw new PlatformError("UNAUTHORIZED", refusal(body as LoginBody));
      }
      failureLimit.succeeded(caller.address);
      const { name, scope } = proof.grant;
      const userAgent = message.headers["user-agent"];
      const value = await sessions.open({ name, scope }, { ...proof.origin, userAgent });
      headers["Set-Cookie"] = writeSessionCookie(value, site, message);
      return { authenticated: true, name, scope };
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
      scope: "viewer",
      responses: { 204: { description: "Logged out." } },
    },
    async (_request, { headers, message }) => {
      const value = readSessionCookie(message);
      if (value) await sessions.close(value);
      headers["Set-Cookie"] = writeSessionCookie("", site, message);
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
      scope: "open",
      responses: { 200: { description: "Who is logged in.", body: sessionSchema } },
    },
    (_request, { headers, message }) => {
      const value = readSessionCookie(message);
      const grant = value === undefined ? undefined : sessions.check(value);
      if (!value || !grant) return { authenticated: false };
      // The session is prolonged by its use; the browser forgets its cookie unless it is told so.
      headers["Set-Cookie"] = writeSessionCookie(value, site, message);
      return { authenticated: true, name: grant.name, scope: grant.scope };
    },
    owner,
  );

  function redeem(body: LoginBody): { readonly grant: Grant; readonly origin: SessionOrigin } | undefined {
    if (body.key !== undefined) {
      const key = keys.find(body.key.trim());
      return key && { grant: { name: key.name, scope: key.scope }, origin: { key } };
    }
    if (body.link_token === undefined) {
      throw new PlatformError("VALIDATION_ERROR", "key is missing", { field: "key" });
    }
    const grant = loginLinks.redeem(body.link_token.trim());
    return grant && { grant, origin: {} };
  }
}

function refusal({ key }: LoginBody): string {
  return key === undefined
    ? "This login link was used already or is older than 15 minutes; start the hub again for a new one, or log in with a key"
    : "This is not a key of this hub";
}
