import type { Clock, Logger, Scope } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { readAll, type SessionRow, type Tables } from "../storage/models/tables.ts";
import type { Grant } from "./keys.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** How long a session lasts without being used, in milliseconds: 30 days. */
export const sessionMilliseconds = 30 * 86_400_000;

/** A used session is prolonged at most once a day, so that reading a page does not write. */
const prolongAfter = 86_400_000;

const longestUserAgent = 256;

/** What a session is opened by. */
export interface SessionOrigin {
  /** The key that was presented; none for a login link. */
  readonly key?: { readonly hash: string; readonly expiresAt?: number | null };
  /** How the browser calls itself. */
  readonly userAgent?: string | undefined;
}

/** A session as people see it. Times are Unix milliseconds. */
export interface OpenSession {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly userAgent: string | null;
  readonly createdAt: number;
  /** At most a day behind. */
  readonly usedAt: number;
  readonly expiresAt: number;
}

/** Browsers that are logged in. Only the hash of each cookie is kept. */
export class Sessions {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #sessions = new Map<string, SessionRow>();

  constructor(database: Database, tables: Tables, clock: Clock, log: Logger) {
    this.#database = database;
    this.#tables = tables;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reads the sessions that go on: those that have not expired, and whose key, if they have one, `isKey` knows by its hash. */
  async load(isKey: (hash: string) => boolean = () => true): Promise<void> {
    const now = this.#clock.now();
    for (const row of await readAll<SessionRow>(this.#tables.session)) this.#sessions.set(row.hash, row);
    await this.#end((row) => expiryOf(row) <= now || (row.keyHash != null && !isKey(row.keyHash)));
  }

  /** Opens a session and returns the cookie's value. */
  async open({ name, scope }: Grant, origin: SessionOrigin = {}): Promise<string> {
    const secret = newSecret("hls");
    const now = this.#clock.now();
    const row: SessionRow = {
      hash: hashSecret(secret),
      name,
      scope,
      createdAt: now,
      expiresAt: now + sessionMilliseconds,
      keyHash: origin.key?.hash ?? null,
      keyExpiresAt: origin.key?.expiresAt ?? null,
      userAgent: origin.userAgent?.slice(0, longestUserAgent) ?? null,
    };
    await this.#database.write((transaction) => this.#tables.session.create(row, { transaction }));
    this.#sessions.set(row.hash, row);
    return secret;
  }

  /** Who the cookie belongs to; `undefined` when it is unknown or has expired. */
  check(cookie: string): Grant | undefined {
    const row = this.#sessions.get(hashSecret(cookie));
    if (!row || expiryOf(row) <= this.#clock.now()) return undefined;
    this.#prolong(row);
    return { name: row.name, scope: row.scope };
  }

  /** Every session that has not expired, newest first. */
  list(): readonly OpenSession[] {
    const now = this.#clock.now();
    return [...this.#sessions.values()]
      .filter((row) => expiryOf(row) > now)
      .toSorted((one, other) => other.createdAt - one.createdAt)
      .map((row) => ({
        id: idOf(row.hash),
        name: row.name,
        scope: row.scope,
        userAgent: row.userAgent ?? null,
        createdAt: row.createdAt,
        usedAt: row.expiresAt - sessionMilliseconds,
        expiresAt: expiryOf(row),
      }));
  }

  /** The id under which `list` shows the session of a cookie. */
  idOf(cookie: string): string {
    return idOf(hashSecret(cookie));
  }

  /** Ends the session with this id; false when there is none. */
  async closeById(id: string): Promise<boolean> {
    return (await this.#end(({ hash }) => idOf(hash) === id)) > 0;
  }

  /** Ends the sessions that were opened with a key. */
  async closeOfKey(keyHash: string): Promise<void> {
    await this.#end((row) => row.keyHash === keyHash);
  }

  async close(cookie: string): Promise<void> {
    const mine = hashSecret(cookie);
    await this.#end(({ hash }) => hash === mine);
  }

  /** Ends the sessions that are meant, and says how many. */
  async #end(isMeant: (row: SessionRow) => boolean): Promise<number> {
    const hash = [...this.#sessions.values()].filter(isMeant).map((row) => row.hash);
    if (hash.length === 0) return 0;
    for (const one of hash) this.#sessions.delete(one);
    await this.#database.write((transaction) => this.#tables.session.destroy({ where: { hash }, transaction }));
    return hash.length;
  }

  #prolong(row: SessionRow): void {
    const expiresAt = this.#clock.now() + sessionMilliseconds;
    if (expiresAt - row.expiresAt < prolongAfter) return;
    row.expiresAt = expiresAt;
    this.#database
      .write((transaction) => this.#tables.session.update({ expiresAt }, { where: { hash: row.hash }, transaction }))
      .catch((error) => this.#log.warn("A session could not be prolonged", { error }));
  }
}

/** Names a session without giving it away: a part of its cookie's hash. */
function idOf(hash: string): string {
  return hash.slice(0, 16);
}

/** A session does not outlive the key that it was opened with. */
function expiryOf({ expiresAt, keyExpiresAt }: SessionRow): number {
  return Math.min(expiresAt, keyExpiresAt ?? expiresAt);
}
