import { PlatformError, StartError } from "../errors.ts";
import type { AgentTokens, Clock, Logger, Scope } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { type ApiKeyRow, readAll, type Tables } from "../storage/models/tables.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** What a key lets its holder do, and what it is called. */
export interface Grant {
  readonly name: string;
  readonly scope: Scope;
  /** Set for a token that speaks for this agent alone, lower case. */
  readonly agentGuid?: string;
}

/** A key that is to be made. */
export interface NewKey extends Grant {
  /** Unix milliseconds; `null` for one that does not expire. */
  readonly expiresAt?: number | null;
}

/** Shortest key that a user may set by himself, in characters. */
const shortestKey = 16;
/** How much of a secret is kept for people to tell keys apart, in characters: 24 of its 256 bits. */
const prefixLength = 8;
/** A key's use is written down at most once in this time, so that a heartbeat does not write; milliseconds. */
const useMilliseconds = 3_600_000;

/** API keys and agent tokens. Only their hashes are kept, in memory and on disk. */
export class Keys implements AgentTokens {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #rows = new Map<string, ApiKeyRow>();

  constructor(database: Database, tables: Tables, clock: Clock, log: Logger) {
    this.#database = database;
    this.#tables = tables;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reads the keys. `environmentKey` is an admin key for this run only. Throws `StartError` when it is too short. */
  async load(environmentKey: string | undefined): Promise<void> {
    for (const row of await readAll<ApiKeyRow>(this.#tables.apiKey)) this.#rows.set(row.hash, row);
    for (const row of this.list()) if (row.lastUsedAt != null) this.#endOlder(row);
    if (environmentKey === undefined) return;
    if (environmentKey.length < shortestKey) {
      throw new StartError(`HOMELABCMD_API_KEY is too short: use at least ${shortestKey} characters.`, { exitCode: 2 });
    }
    const hash = hashSecret(environmentKey);
    this.#rows.set(hash, { name: "environment", scope: "admin", hash, createdAt: this.#clock.now() });
  }

  /** Makes the first admin key when there is none that lasts, and returns it: the only time that it can be seen. */
  async ensureAdminKey(): Promise<string | undefined> {
    if (this.#hasAdminBeside(undefined)) return undefined;
    return (await this.#add("hlc", { name: "admin", scope: "admin" })).secret;
  }

  /** What a presented key grants; `undefined` for an unknown or expired one. */
  check(key: string): Grant | undefined {
    const row = this.find(key);
    if (!row) return undefined;
    const { name, scope, agentGuid } = row;
    return agentGuid ? { name, scope, agentGuid } : { name, scope };
  }

  /** Like `check`, for who needs to know the key itself. */
  find(key: string): Readonly<ApiKeyRow> | undefined {
    const row = this.#rows.get(hashSecret(key));
    if (!row || this.#isExpired(row)) return undefined;
    this.#noteUse(row);
    return row;
  }

  /** Whether there is a key with this hash that still works. */
  has(hash: string): boolean {
    const row = this.#rows.get(hash);
    return row !== undefined && !this.#isExpired(row);
  }

  /** Every stored key, oldest first; not that of the environment. */
  list(): readonly Readonly<ApiKeyRow & { id: number }>[] {
    const isStored = (row: ApiKeyRow): row is ApiKeyRow & { id: number } => row.id !== undefined;
    return [...this.#rows.values()].filter(isStored).toSorted((one, other) => one.id - other.id);
  }

  /** Makes a key. Its secret is returned this once. Throws `CONFLICT` when another has its name. */
  async create(key: NewKey): Promise<{ readonly secret: string; readonly row: Readonly<ApiKeyRow> }> {
    if ([...this.#rows.values()].some(({ name }) => name === key.name)) {
      throw new PlatformError("CONFLICT", `There is a key named '${key.name}' already`, { field: "name" });
    }
    return this.#add(key.scope === "agent" ? "hla" : "hlc", key);
  }

  /** Removes a key and returns what it was. Throws `NOT_FOUND`, and `CONFLICT` for the last admin key that lasts. */
  async remove(id: number): Promise<Readonly<ApiKeyRow>> {
    const row = this.list().find((one) => one.id === id);
    if (!row) throw new PlatformError("NOT_FOUND", `There is no key ${id}`);
    if (row.scope === "admin" && !this.#hasAdminBeside(row)) {
      throw new PlatformError(
        "CONFLICT",
        `'${row.name}' is the last admin key that does not expire; make another first`,
      );
    }
    await this.#drop(row);
    return row;
  }

  async issue(label: string, guid?: string): Promise<string> {
    const earlier = [...this.#rows.values()].filter(({ scope, name }) => scope === "agent" && name === label);
    for (const row of earlier) await this.#drop(row);
    const grant = { name: label, scope: "agent" } as const;
    return (await this.#add("hla", guid === undefined ? grant : { ...grant, agentGuid: guid.toLowerCase() })).secret;
  }

  /** Makes one more token for an agent. The label's earlier ones end when it is used for the first time. */
  async issueBeside(label: string, guid: string): Promise<string> {
    return (await this.#add("hla", { name: label, scope: "agent", agentGuid: guid })).secret;
  }

  /** The tokens of one agent under a label, oldest first. */
  ofAgent(label: string): readonly Readonly<ApiKeyRow>[] {
    return this.list().filter(({ scope, name, agentGuid }) => scope === "agent" && name === label && agentGuid != null);
  }

  /** Ends every token that an agent has under a label. */
  async removeAgent(label: string): Promise<void> {
    for (const row of this.ofAgent(label)) await this.#drop(row);
  }

  isValid(token: string): boolean {
    return this.check(token)?.scope === "agent";
  }

  async #add(kind: "hlc" | "hla", { name, scope, agentGuid, expiresAt = null }: NewKey) {
    const secret = newSecret(kind);
    const row: ApiKeyRow = {
      name,
      scope,
      hash: hashSecret(secret),
      createdAt: this.#clock.now(),
      prefix: secret.slice(0, prefixLength),
      agentGuid: agentGuid ?? null,
      expiresAt,
      lastUsedAt: null,
    };
    const stored = await this.#database.write((transaction) => this.#tables.apiKey.create(row, { transaction }));
    const complete = { ...row, ...stored.get({ plain: true }) };
    this.#rows.set(row.hash, complete);
    return { secret, row: complete };
  }

  async #drop({ hash }: ApiKeyRow): Promise<void> {
    await this.#database.write((transaction) => this.#tables.apiKey.destroy({ where: { hash }, transaction }));
    this.#rows.delete(hash);
  }

  #hasAdminBeside(row: ApiKeyRow | undefined): boolean {
    const lasts = (one: ApiKeyRow) => one.scope === "admin" && (one.expiresAt ?? null) === null;
    return [...this.#rows.values()].some((one) => one !== row && lasts(one));
  }

  #isExpired({ expiresAt }: ApiKeyRow): boolean {
    return expiresAt != null && expiresAt <= this.#clock.now();
  }

  #noteUse(row: ApiKeyRow): void {
    const lastUsedAt = this.#clock.now();
    if (row.lastUsedAt != null && lastUsedAt - row.lastUsedAt < useMilliseconds) return;
    if (row.lastUsedAt == null) this.#endOlder(row);
    row.lastUsedAt = lastUsedAt;
    const { id, name } = row;
    if (id === undefined) return;
    this.#database
      .write((transaction) => this.#tables.apiKey.update({ lastUsedAt }, { where: { id }, transaction }))
      .catch((error) => this.#log.warn(`The use of the key ${name} could not be written down`, { error }));
  }

  /** An agent that uses its new token needs the old ones no more. */
  #endOlder({ id = 0, name, scope, agentGuid }: ApiKeyRow): void {
    if (scope !== "agent" || agentGuid == null) return;
    for (const older of this.ofAgent(name)) {
      if (older.id === undefined || older.id >= id) continue;
      this.#rows.delete(older.hash);
      this.#drop(older).catch((error) => this.#log.warn(`The old token ${name} could not be deleted`, { error }));
    }
  }
}
