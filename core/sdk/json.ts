/** Plain data: what may cross an integration's context, a pipe or the wire. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, such as a request body or an integration's configuration. */
export type JsonObject = { readonly [key: string]: Json };

/** A JSON schema (draft 2020-12, as OpenAPI 3.1 uses it). Written as plain data so that it can be published. */
export type JsonSchema = { readonly [keyword: string]: unknown };
