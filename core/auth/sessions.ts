import type { Clock, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { readAll, type SessionRow, type Tables } from "../storage/models/tables.ts";
import type { Grant } from "./keys.ts";
import { hashSecret, newSecret } from "./secrets.ts";

/** How long a session lasts without being used, in milliseconds: 30 days. */
export const sessionMilliseconds = 30 * 86_400_000;

/** A used session is prolonged at most once a day, so that reading a page does not write. */
const prolongAfter = 86_400_000;

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

  async load(): Promise<void> {
    await this.#database.run("DELETE FROM session WHERE expires_at <= $now", { now: this.#clock.now() });
    for (const row of await readAll<SessionRow>(this.#tables.session)) this.#sessions.set(row.hash, row);
  }

  /** Opens a session and returns the cookie's value. */
  async open({ name, scope }: Grant): Promise<string> {
    const secret = newSecret("hls");
    const now = this.#clock.now();
    const row = { hash: hashSecret(secret), name, scope, createdAt: now, expiresAt: now + sessionMilliseconds };
    await this.#database.write((transaction) => this.#tables.session.create(row, { transaction }));
    this.#sessions.set(row.hash, row);
    return secret;
  }

  /** Who the cookie belongs to; `undefined` when it is unknown or has expired. */
  check(cookie: string): Grant | undefined {
    const row = this.#sessions.get(hashSecret(cookie));
    if (!row || row.expiresAt <= this.#clock.now()) return undefined;
    this.#prolong(row);
    return { name: row.name, scope: row.scope };
  }

  async close(cookie: string): Promise<void> {
    const hash = hashSecret(cookie);
    if (!this.#sessions.delete(hash)) return;
    await this.#database.write((transaction) => this.#tables.session.destroy({ where: { hash }, transaction }));
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
