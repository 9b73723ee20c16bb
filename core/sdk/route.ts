import type { JsonSchema } from "./json.ts";

/** What a caller needs to be allowed. `open` needs nothing. Each of viewer, operator, admin includes those before it. */
export type Scope = "open" | "viewer" | "operator" | "admin" | "agent";

/** An HTTP route, declared with its schemas: they validate the request and document it. */
export interface RouteDefinition {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, with `:name` parameters: `/machines/:id`, which is also there under its old name, `/servers/:id`. */
  readonly path: string;
  /** `{verb}_{resource}`: `list_machines`. */
  readonly operationId: string;
  /** One line for people. */
  readonly summary: string;
  /** More for people, in Markdown. */
  readonly description?: string;
  /** The group that it is documented under. */
  readonly tag: string;
  readonly scope: Scope;
  /**
   * Every property says in `description` what it is. A schema with a `title` is published once, under that name. A body has
   * `examples`.
   */
  readonly request?: {
    readonly params?: JsonSchema;
    readonly query?: JsonSchema;
    readonly body?: JsonSchema;
    /** A request may come without a body, which is then checked as `{}`. */
    readonly hasOptionalBody?: boolean;
    /** Largest body, in bytes. Default 1 MiB. */
    readonly maxBodyBytes?: number;
  };
  /**
   * Schema of the body by status: `{ 200: machineList }`. The one below 300 is what a handler that returns answers with. Errors
   * that follow from the scope, the parameters and the body need not be said.
   */
  readonly responses: { readonly [status: number]: RouteResponse };
  /** Only kept for older clients; the description says what to use instead. */
  readonly deprecated?: boolean;
  /** The answer carries an ETag, and is 304 without a body to who has it already (RFC 9110, 13). For lists that are asked for often. */
  readonly conditional?: boolean;
  /**
   * Served before Express, at a quarter of the cost, for what thousands of machines call. Only a fixed path (no
   * parameters) with a body can be hot.
   */
  readonly hot?: boolean;
}

/** One status that a route answers with. */
export interface RouteResponse {
  readonly description: string;
  readonly body?: JsonSchema;
  /** Default: `application/json`. */
  readonly contentType?: string;
  /** Schemas of the same in other content types, for which the request can ask. */
  readonly alternatives?: { readonly [contentType: string]: JsonSchema };
}

/** Who is asking. */
export interface Caller {
  readonly scope: Scope;
  /** The key's name or `session`; for an agent token its GUID. */
  readonly name: string;
  /** Set for a token that may only speak for this agent. */
  readonly agentGuid?: string;
  /** The address that the request came from, behind trusted proxies the client's. */
  readonly address: string;
}

/** A validated request. */
export interface RouteRequest<Body = unknown, Query = Record<string, unknown>> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** The path as called, so that a list can go by its old name. */
  readonly path: string;
  /** Where the sender reaches the hub, without a slash at its end; what is configured wins. */
  readonly hubUrl: string;
}
