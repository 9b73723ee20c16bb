import { expect } from "vitest";
import { PlatformError } from "../../../core/errors.ts";
import type { Handle } from "../../../core/http/routes.ts";
import type { RouteDefinition } from "../../../core/sdk/index.ts";
import type { RawRequest } from "../../support/raw-request.ts";

/** A route that takes a note. */
export const note: RouteDefinition = {
  method: "POST",
  path: "/notes",
  operationId: "create_note",
  summary: "x",
  tag: "x",
  scope: "operator",
  request: {
    maxBodyBytes: 1000,
    body: {
      type: "object",
      required: ["text"],
      properties: {
        text: { type: "string", minLength: 1 },
        author: { type: "object", properties: { age: { type: "integer" } } },
        color: { enum: ["red", "blue"], default: "red" },
      },
    },
  },
  responses: { 201: { description: "x" } },
};

/** What the route may do with it. */
export const noteHandlers: Readonly<Record<string, Handle>> = {
  echo: ({ body }) => body,
  refuses: () => {
    throw new PlatformError("CONFLICT", "There is such a note already", { field: "text" });
  },
  "is not available": () => Promise.reject(new PlatformError("UNAVAILABLE", "Later", { retryAfterSeconds: 10 })),
  breaks: () => {
    throw new TypeError("Cannot read /srv/secret of undefined");
  },
  "answers what is no JSON": () => ({ count: 1n }),
};

const json = { "Content-Type": "application/json" };
/** A good note. */
export const valid = JSON.stringify({ text: "a" });

/** The body of an error. */
export const detail = (code: string, message: unknown, more: object = {}) => ({ detail: { code, message, ...more } });

/** A request, and how it is to be answered. */
export interface Case {
  readonly request: Omit<RawRequest, "port" | "path">;
  readonly handler?: string;
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: string;
}

/** Headers of somebody who may take notes. */
export const withKey = { "X-API-Key": "key-of-operator", ...json };
const tooLarge = "The body is larger than 1000 bytes; send it in parts";

/** By what is special about the request. */
export const cases: Readonly<Record<string, Case>> = {
  "a good request": { request: { headers: withKey, body: valid }, status: 201, body: { text: "a", color: "red" } },
  "a good request in chunks": {
    request: { headers: withKey, body: ['{"te', 'xt":"', "a", '"}'] },
    status: 201,
    body: { text: "a", color: "red" },
  },
  "no key": {
    request: { headers: json, body: valid },
    status: 401,
    body: detail("UNAUTHORIZED", "Log in, or send an API key in the X-API-Key header"),
  },
  "a wrong key": {
    request: { headers: { ...json, "X-API-Key": "wrong" }, body: valid },
    status: 401,
    body: detail("UNAUTHORIZED", "This key or token is not valid; it may have been revoked"),
  },
  "a key for less": {
    request: { headers: { ...json, "X-API-Key": "key-of-viewer" }, body: valid },
    status: 403,
    body: detail("FORBIDDEN", 'This needs the scope "operator"; the key "viewer" has "viewer"'),
  },
  "a body that is no JSON": {
    request: { headers: withKey, body: "{text: 1}" },
    status: 400,
    body: detail("BAD_REQUEST", expect.stringMatching(/^The body is not valid JSON: /)),
  },
  "a body of another type": {
    request: { headers: { ...withKey, "Content-Type": "text/plain" }, body: valid },
    status: 400,
    body: detail("BAD_REQUEST", "The body is text/plain; send JSON with Content-Type: application/json"),
  },
  "a JSON body of a type of its own": {
    request: { headers: { ...withKey, "Content-Type": "application/problem+json; charset=utf-8" }, body: valid },
    status: 201,
    body: { text: "a", color: "red" },
  },
  "no body": {
    request: { headers: withKey },
    status: 400,
    body: detail("BAD_REQUEST", "The body is empty; send JSON"),
  },
  "a body that says it is too long": {
    request: { headers: withKey, body: JSON.stringify({ text: "a".repeat(1000) }) },
    status: 413,
    body: detail("PAYLOAD_TOO_LARGE", tooLarge),
  },
  "a body in chunks that becomes too long": {
    request: {
      headers: withKey,
      body: ['{"text":"', ..."abcdefghijk".split("").map((letter) => letter.repeat(100)), '"}'],
    },
    status: 413,
    body: detail("PAYLOAD_TOO_LARGE", tooLarge),
  },
  "a body of exactly the longest length": {
    request: { headers: withKey, body: valid.padEnd(1000) },
    status: 201,
    body: { text: "a", color: "red" },
  },
  "a missing field": {
    request: { headers: withKey, body: "{}" },
    status: 422,
    body: detail("VALIDATION_ERROR", "text is missing", { field: "text" }),
  },
  "a field of the wrong type": {
    request: { headers: withKey, body: '{"text":"a","author":{"age":"1"}}' },
    status: 422,
    body: detail("VALIDATION_ERROR", "author.age must be integer", { field: "author.age" }),
  },
  "a value that is none of those allowed": {
    request: { headers: withKey, body: '{"text":"a","color":"green"}' },
    status: 422,
    body: detail("VALIDATION_ERROR", "color must be equal to one of the allowed values: red, blue", { field: "color" }),
  },
  "null for a body": {
    request: { headers: withKey, body: "null" },
    status: 422,
    body: detail("VALIDATION_ERROR", "The body must be object"),
  },
  "a request that the handler refuses": {
    request: { headers: withKey, body: valid },
    handler: "refuses",
    status: 409,
    body: detail("CONFLICT", "There is such a note already", { field: "text" }),
  },
  "a request that has to come later": {
    request: { headers: withKey, body: valid },
    handler: "is not available",
    status: 503,
    body: detail("UNAVAILABLE", "Later"),
    retryAfter: "10",
  },
  "a request on which the hub itself fails": {
    request: { headers: withKey, body: valid },
    handler: "breaks",
    status: 500,
    body: detail("INTERNAL_ERROR", "The hub failed on this request; its log has the details under <id>", {
      request_id: "<id>",
    }),
  },
  "an answer that cannot be written as JSON": {
    request: { headers: withKey, body: valid },
    handler: "answers what is no JSON",
    status: 500,
    body: detail("INTERNAL_ERROR", "The hub failed on this request; its log has the details under <id>", {
      request_id: "<id>",
    }),
  },
};
