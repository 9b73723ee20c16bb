import { StartError } from "../errors.ts";
import type { AgentTokens, Clock, Scope } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { type ApiKeyRow, readAll, type Tables } from "../storage/models/tables.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** What a key lets its holder do, and what it is called. */
export interface Grant {
  readonly name: string;
  readonly scope: Scope;
}

/** Shortest key that a user may set by himself, in characters. */
const shortestKey = 16;

/** API keys and agent tokens. Only their hashes are kept, in memory and on disk. */
export class Keys implements AgentTokens {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();

  constructor(database: Database, tables: Tables, clock: Clock) {
    this.#database = database;
    this.#tables = tables;
    this.#clock = clock;
  }

  /** Reads the keys. `environmentKey` is an admin key for this run only. Throws `StartError` when it is too short. */
  async load(environmentKey: string | undefined): Promise<void> {
    for (const { hash, name, scope } of await readAll<ApiKeyRow>(this.#tables.apiKey)) {
      this.#grants.set(hash, { name, scope });
    }
    if (environmentKey === undefined) return;
    if (environmentKey.length < shortestKey) {
      throw new StartError(`HOMELABCMD_API_KEY is too short: use at least ${shortestKey} characters.`, { exitCode: 2 });
    }
    this.#grants.set(hashSecret(environmentKey), { name: "environment", scope: "admin" });
  }

  /** Makes the first admin key when there is none, and returns it: the only time that it can be seen. */
  async ensureAdminKey(): Promise<string | undefined> {
    for (const { scope } of this.#grants.values()) if (scope === "admin") return undefined;
    return this.#add("hlc", { name: "admin", scope: "admin" });
  }

  /** What a presented key grants; `undefined` for an unknown one. */
  check(key: string): Grant | undefined {
    return this.#grants.get(hashSecret(key));
  }

  async issue(label: string): Promise<string> {
    for (const [hash, grant] of this.#grants) {
      if (grant.scope !== "agent" || grant.name !== label) continue;
      await this.#database.write((transaction) => this.#tables.apiKey.destroy({ where: { hash }, transaction }));
      this.#grants.delete(hash);
    }
    return this.#add("hla", { name: label, scope: "agent" });
  }

  isValid(token: string): boolean {
    return this.check(token)?.scope === "agent";
  }

  async #add(prefix: "hlc" | "hla", grant: Grant): Promise<string> {
    const secret = newSecret(prefix);
    const hash = hashSecret(secret);
    const row = { ...grant, hash, createdAt: this.#clock.now() };
    await this.#database.write((transaction) => this.#tables.apiKey.create(row, { transaction }));
    this.#grants.set(hash, grant);
    return secret;
  }
}
