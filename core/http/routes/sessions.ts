import { PlatformError } from "../../errors.ts";
import type { Scope } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { readSessionCookie } from "../session-cookie.ts";
import { urlOf } from "../site.ts";

const scopes = ["viewer", "operator", "admin"] as const;
const time = (description: string) => ({ type: "string", format: "date-time", description }) as const;

const sessionSchema = {
  title: "OpenSession",
  type: "object",
  description: "A browser that is logged in.",
  required: ["id", "name", "scope", "user_agent", "created_at", "last_used_at", "expires_at", "is_current"],
  additionalProperties: false,
  properties: {
    id: { type: "string", description: "Identifies the session." },
    name: { type: "string", description: "The key or link that it was opened with." },
    scope: { enum: scopes, description: "What it may do." },
    user_agent: { type: ["string", "null"], description: "How the browser called itself when it logged in." },
    created_at: time("When it was opened."),
    last_used_at: time("When it was last used, at most a day behind."),
    expires_at: time("When it ends unless it is used before."),
    is_current: { type: "boolean", description: "It is the one that asks." },
  },
} as const;

const linkSchema = {
  title: "LoginLink",
  type: "object",
  description: "A link that logs a browser in, once.",
  required: ["url", "scope", "expires_at"],
  additionalProperties: false,
  properties: {
    url: { type: "string", description: "Open it on the other device. It is shown this once." },
    scope: { enum: scopes, description: "What the browser may do then." },
    expires_at: time("Until when it works."),
  },
} as const;

interface LinkBody {
  readonly scope: Scope;
  readonly name: string;
}

/** The browsers that are logged in, and links that log another one in. Only for admins. */
export function addSessionRoutes(routes: Routes, { sessions, loginLinks, site }: House, owner: string): void {
  const common = { tag: "Authentication", scope: "admin" } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/auth/sessions",
      operationId: "list_sessions",
      summary: "List the browsers that are logged in",
      responses: {
        200: {
          description: "Newest first.",
          body: {
            title: "SessionList",
            type: "object",
            required: ["sessions", "total"],
            properties: {
              sessions: { type: "array", items: sessionSchema, description: "The sessions." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    (_request, { message }) => {
      const cookie = readSessionCookie(message);
      const own = cookie === undefined ? undefined : sessions.idOf(cookie);
      const list = sessions.list().map(({ id, name, scope, userAgent, createdAt, usedAt, expiresAt }) => ({
        id,
        name,
        scope,
        user_agent: userAgent,
        created_at: new Date(createdAt).toISOString(),
        last_used_at: new Date(usedAt).toISOString(),
        expires_at: new Date(expiresAt).toISOString(),
        is_current: id === own,
      }));
      return { sessions: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "DELETE",
      path: "/auth/sessions/:session_id",
      operationId: "delete_session",
      summary: "Log a browser out from afar",
      request: {
        params: {
          type: "object",
          properties: { session_id: { type: "string", pattern: "^[0-9a-f]{16}$", description: "The session's id." } },
        },
      },
      responses: { 204: { description: "Logged out." }, 404: { description: "There is no such session." } },
    },
    async ({ params }) => {
      const { session_id: id = "" } = params as Record<string, string>;
      if (await sessions.closeById(id)) return;
      throw new PlatformError("NOT_FOUND", `There is no session '${id}'`);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "POST",
      path: "/auth/login-links",
      operationId: "create_login_link",
      summary: "Make a link that logs another browser in, such as a tablet on the wall",
      description:
        "The link works once, for 15 minutes. What is opened with it is a session of its own: no key ends it.",
      request: {
        maxBodyBytes: 4096,
        body: {
          type: "object",
          description: "What the browser may do, and what it is called.",
          additionalProperties: false,
          properties: {
            scope: { enum: scopes, default: "viewer", description: "What it may do." },
            name: {
              type: "string",
              minLength: 1,
              maxLength: 64,
              pattern: "^[^\\x00-\\x1f\\x7f]+$",
              default: "login link",
              description: "What the list of sessions calls it.",
            },
          },
          examples: [{ scope: "viewer", name: "tablet in the kitchen" }],
        },
      },
      responses: { 201: { description: "The link.", body: linkSchema } },
    },
    ({ body }, { message }) => {
      const { scope, name } = body as LinkBody;
      const { token, expiresAt } = loginLinks.create({ scope, name });
      return { url: `${urlOf(site, message)}/login#${token}`, scope, expires_at: new Date(expiresAt).toISOString() };
    },
    owner,
  );
}
