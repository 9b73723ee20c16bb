/** What an enrolled agent is to be allowed on its machine. */
export type AgentMode = "readonly" | "readwrite";

/** A token with which machines enrol, as it is to be. */
export interface NewEnrolmentToken {
  /** What it is for; `null` is nothing in particular. */
  readonly name: string | null;
  readonly mode: AgentMode;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** How many machines may enrol with it. */
  readonly maxUses: number;
}

/** A token with which machines enrol, without its secret. */
export interface EnrolmentToken extends NewEnrolmentToken {
  readonly id: number;
  /** Its first characters, to tell it by. */
  readonly prefix: string;
  readonly createdAt: number;
  /** The machines that enrolled with it, oldest first. */
  readonly claims: readonly EnrolmentClaim[];
}

/** One machine that enrolled with a token. */
export interface EnrolmentClaim {
  /** Lower case. */
  readonly guid: string;
  readonly hostname: string;
  /** Unix milliseconds. */
  readonly claimedAt: number;
}

/** A machine that asks for a token of its own. */
export interface EnrolmentRequest {
  readonly enrolmentToken: string;
  /** Lower case. */
  readonly guid: string;
  readonly hostname: string;
  /** The token that the agent has already. When that still works for this GUID, it stays. */
  readonly presentToken: string | null;
  /** Where the request comes from: who guesses has to wait. */
  readonly address: string;
}

/** What a machine that enrolled gets. */
export interface Enrolled {
  /** The agent's own token, the only time that it can be seen; `null` when the one that it has stays. */
  readonly token: string | null;
  readonly mode: AgentMode;
}

/** How machines come in: short-lived tokens, for which each gets one of its own. Only hashes are stored. */
export interface AgentEnrolment {
  create(token: NewEnrolmentToken): Promise<{ readonly secret: string; readonly token: EnrolmentToken }>;
  /** Newest first; those that ended a week ago are gone. */
  list(): readonly EnrolmentToken[];
  /** False when there is none with that id. */
  remove(id: number): Promise<boolean>;
  /**
   * Enrols a machine; the same one again as often as it asks. Throws `UNAUTHORIZED` for a token that is unknown, used up or too
   * old, `RATE_LIMITED` after too many wrong ones, and `CONFLICT` when the GUID is that of an agent which has its token already.
   */
  claim(request: EnrolmentRequest): Promise<Enrolled>;
}

/** The token of one agent, without its secret. */
export interface AgentCredential {
  /** Lower case. */
  readonly guid: string;
  /** Its first characters. */
  readonly prefix: string | null;
  /** Unix milliseconds, as all times here. */
  readonly createdAt: number;
  /** At most an hour behind. */
  readonly lastUsedAt: number | null;
  /** Set when it was taken back. */
  readonly revokedAt: number | null;
  /** The agent is to use a new one, and has not done so yet. */
  readonly isRotating: boolean;
}

/** The tokens of agents that have one of their own. */
export interface AgentCredentials {
  /** `null` for an agent that has none, or shares one. */
  get(guid: string): AgentCredential | null;
  /** Makes a token for an agent; those that it had end. Returns the secret. */
  issue(guid: string): Promise<string>;
  /** Makes a new token, which waits to be handed over. The old one goes on until the new one is used. Throws `NOT_FOUND`. */
  rotate(guid: string): Promise<AgentCredential>;
  /** The new token of an agent that is to use one; only for the holder of the old one, whom the caller's name tells. */
  waiting(guid: string, callerName: string): string | null;
  /** Ends every token of the agent at once. Throws `NOT_FOUND`. */
  revoke(guid: string): Promise<AgentCredential>;
}
