import { hash } from "node:crypto";
import type { Answer } from "./answer.ts";

/**
 * The same answer with a weak ETag of its content, or 304 without a body when the client has that content already (RFC 9110,
 * 8.8.3 and 13.1.2). `ifNoneMatch` is the request's header.
 */
export function withEntityTag(answer: Answer, ifNoneMatch: string | undefined): Answer {
  const text = JSON.stringify(answer.body);
  const tag = `W/"${hash("sha256", text, "base64url")}"`;
  const headers = { ...answer.headers, ETag: tag, "Cache-Control": "private, no-cache", Vary: "Cookie, X-API-Key" };
  return names(ifNoneMatch, tag) ? { status: 304, headers } : { status: answer.status, text, headers };
}

function names(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = ifNoneMatch?.split(",").map((one) => one.trim()) ?? [];
  return tags.some((one) => one === "*" || one === tag || `W/${one}` === tag);
}
