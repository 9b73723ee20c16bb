import { PlatformError } from "../errors.ts";
import type { Json, Storage } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** Longest value, as JSON, in characters: this is no place for files. */
const longestValue = 1024 * 1024;
const longestKey = 200;

/** An integration's own part of the hub's key-value table. */
export class IntegrationStorage implements Storage {
  readonly #database: Database;
  readonly #domain: string;

  constructor(database: Database, domain: string) {
    this.#database = database;
    this.#domain = domain;
  }

  async get(key: string): Promise<Json | undefined> {
    const sql = "SELECT value FROM integration_value WHERE domain = $domain AND key = $key";
    const [row] = await this.#database.select<{ value: string }>(sql, { domain: this.#domain, key });
    return row && (JSON.parse(row.value) as Json);
  }

  async set(key: string, value: Json): Promise<void> {
    const text = JSON.stringify(value);
    if (text === undefined || text.length > longestValue || key.length > longestKey) {
      const limits = `at most ${longestKey} characters of key and ${longestValue} of JSON`;
      throw new PlatformError("VALIDATION_ERROR", `The value '${key.slice(0, longestKey)}' cannot be kept: ${limits}`);
    }
    const sql = "INSERT OR REPLACE INTO integration_value (domain, key, value) VALUES ($domain, $key, $text)";
    await this.#database.run(sql, { domain: this.#domain, key, text });
  }

  async delete(key: string): Promise<void> {
    const sql = "DELETE FROM integration_value WHERE domain = $domain AND key = $key";
    await this.#database.run(sql, { domain: this.#domain, key });
  }

  async keys(): Promise<readonly string[]> {
    const sql = "SELECT key FROM integration_value WHERE domain = $domain ORDER BY key";
    const rows = await this.#database.select<{ key: string }>(sql, { domain: this.#domain });
    return rows.map(({ key }) => key);
  }
}
