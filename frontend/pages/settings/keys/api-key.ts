/** What a key may do. */
export type KeyScope = "viewer" | "operator" | "admin" | "agent";

/** Every scope, the weakest first; `agent` is of another kind. */
export const keyScopes: readonly KeyScope[] = ["viewer", "operator", "admin", "agent"];

/** An API key as the hub lists it, without its secret. Its name is untrusted text; times are ISO 8601. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly scope: KeyScope;
  readonly prefix: string | null;
  /** Set for the token of a single agent. */
  readonly agent_guid: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

/** A key that was just made: the only time that its secret is told. */
export interface MadeKey extends ApiKey {
  readonly key: string;
}
