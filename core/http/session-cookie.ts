import type { IncomingMessage } from "node:http";
import { readCookie, sessionCookie } from "../auth/authenticator.ts";
import { sessionMilliseconds } from "../auth/sessions.ts";
import type { Site } from "./site.ts";

/** The session cookie's value in a request. */
export function readSessionCookie({ headers }: IncomingMessage): string | undefined {
  return readCookie(headers.cookie, sessionCookie) || undefined;
}

/** The Set-Cookie header that keeps a session in the browser; an empty value takes it away. */
export function writeSessionCookie(value: string, { basePath, isSecure }: Site, message: IncomingMessage): string {
  const maxAgeSeconds = value === "" ? 0 : sessionMilliseconds / 1000;
  const flags = `Path=${basePath || "/"}; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
  return `${sessionCookie}=${value}; ${flags}${isSecure(message) ? "; Secure" : ""}`;
}
