import { PlatformError } from "../errors.ts";
import type { AgentCredential, Clock, AgentCredentials as Contract } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import type { ApiKeyRow } from "../storage/models/tables.ts";
import type { Keys } from "./keys.ts";
import { hashSecret } from "./secrets.ts";

interface RevocationRow {
  readonly guid: string;
  readonly prefix: string | null;
  readonly created_at: number;
  readonly revoked_at: number;
}

/**
 * The tokens of agents that have one of their own. A new token waits here, in memory alone, until its agent fetches it with the old
 * one; after a restart of the hub that has not happened, it is to be rotated again.
 */
export class AgentCredentials implements Contract {
  readonly #keys: Keys;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #revoked = new Map<string, AgentCredential>();
  readonly #waiting = new Map<string, string>();

  constructor(keys: Keys, database: Database, clock: Clock) {
    this.#keys = keys;
    this.#database = database;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const row of await this.#database.select<RevocationRow>("SELECT * FROM agent_revocation")) {
      const { guid, prefix, created_at: createdAt, revoked_at: revokedAt } = row;
      this.#revoked.set(guid, { guid, prefix, createdAt, revokedAt, lastUsedAt: null, isRotating: false });
    }
  }

  get(guid: string): AgentCredential | null {
    const rows = this.#rowsOf(guid);
    const [current] = rows;
    return current ? credentialOf(guid, current, rows.length > 1) : (this.#revoked.get(guid) ?? null);
  }

  async issue(guid: string): Promise<string> {
    this.#waiting.delete(guid);
    const secret = await this.#keys.issue(labelOf(guid), guid);
    if (this.#revoked.delete(guid)) {
      await this.#database.run("DELETE FROM agent_revocation WHERE guid = $guid", { guid });
    }
    return secret;
  }

  async rotate(guid: string): Promise<AgentCredential> {
    this.#require(guid);
    this.#waiting.set(guid, await this.#keys.issueBeside(labelOf(guid), guid));
    return this.#require(guid);
  }

  waiting(guid: string, callerName: string): string | null {
    const secret = this.#waiting.get(guid);
    if (secret === undefined || callerName !== labelOf(guid)) return null;
    const newest = this.#rowsOf(guid).at(-1);
    const isWaiting = newest?.hash === hashSecret(secret) && newest.lastUsedAt == null;
    if (!isWaiting) this.#waiting.delete(guid);
    return isWaiting ? secret : null;
  }

  async revoke(guid: string): Promise<AgentCredential> {
    const { prefix, createdAt, lastUsedAt } = this.#require(guid);
    const revokedAt = this.#clock.now();
    this.#waiting.delete(guid);
    await this.#keys.removeAgent(labelOf(guid));
    await this.#database.run(
      `INSERT OR REPLACE INTO agent_revocation (guid, prefix, created_at, revoked_at)
       VALUES ($guid, $prefix, $createdAt, $revokedAt)`,
      { guid, prefix, createdAt, revokedAt },
    );
    const revoked = { guid, prefix, createdAt, lastUsedAt, revokedAt, isRotating: false };
    this.#revoked.set(guid, revoked);
    return revoked;
  }

  #require(guid: string): AgentCredential {
    const [current, ...newer] = this.#rowsOf(guid);
    if (current) return credentialOf(guid, current, newer.length > 0);
    throw new PlatformError("NOT_FOUND", `The agent ${guid} has no token of its own`);
  }

  /** The token in use, and those that are to take its place. */
  #rowsOf(guid: string): readonly Readonly<ApiKeyRow>[] {
    return this.#keys.ofAgent(labelOf(guid));
  }
}

/** What the token of an agent is called among the keys. */
function labelOf(guid: string): string {
  return `agent ${guid}`;
}

function credentialOf(
  guid: string,
  { prefix, createdAt, lastUsedAt }: Readonly<ApiKeyRow>,
  isRotating: boolean,
): AgentCredential {
  const times = { createdAt, lastUsedAt: lastUsedAt ?? null, revokedAt: null };
  return { guid, prefix: prefix ?? null, ...times, isRotating };
}
