import { errorStatus } from "../../errors.ts";
import type { JsonSchema, RouteDefinition } from "../../sdk/index.ts";

/** JSON schema of the body of every error. */
export const errorSchema: JsonSchema = {
  title: "Error",
  type: "object",
  description: "What every refusal and failure looks like.",
  required: ["detail"],
  additionalProperties: false,
  properties: {
    detail: {
      title: "ErrorDetail",
      type: "object",
      description: "What went wrong.",
      required: ["code", "message"],
      properties: {
        code: { enum: Object.keys(errorStatus), description: "Stable; programs go by it." },
        message: { type: "string", description: "What failed, on what, and what to do, for people." },
        field: { type: "string", description: "The field of the request that is wrong: metrics.cpu_percent." },
        request_id: { type: "string", description: "Finds the failure in the hub's log." },
      },
    },
  },
};

interface SharedResponse {
  /** Its name among the components. */
  readonly name: string;
  readonly description: string;
  /** It says in `Retry-After` when to come back. */
  readonly comesBack?: boolean;
}

/** The errors that a route need not declare, by status. */
export const sharedResponses: Readonly<Record<number, SharedResponse>> = {
  400: { name: "BadRequest", description: "The request cannot be read, or does not fit the present state." },
  401: { name: "Unauthorized", description: "There is no valid key, token or session." },
  403: { name: "Forbidden", description: "The key's scope does not reach, or its token speaks for another agent." },
  404: { name: "NotFound", description: "There is no such thing." },
  413: { name: "PayloadTooLarge", description: "The body is larger than the route takes." },
  422: { name: "ValidationError", description: "A field is wrong; `field` says which." },
  429: { name: "RateLimited", description: "Too many wrong keys from this address.", comesBack: true },
  500: { name: "InternalError", description: "The hub failed; `request_id` finds it in its log." },
  503: { name: "Unavailable", description: "The hub cannot do this now.", comesBack: true },
};

/** The errors that follow from what a route is: whether it needs a key, has parameters, takes a body. */
export function automaticErrors({ scope, path, request }: RouteDefinition): readonly number[] {
  const hasParameters = path.includes(":");
  const hasBody = request?.body !== undefined;
  return [
    ...(hasBody || hasParameters ? [400] : []),
    ...(scope === "open" ? [] : [401, 403]),
    ...(hasParameters ? [404] : []),
    ...(hasBody ? [413] : []),
    ...(hasBody || request?.query || hasParameters ? [422] : []),
    ...(scope === "open" ? [] : [429]),
    500,
    503,
  ];
}
