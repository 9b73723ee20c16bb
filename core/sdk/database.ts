import type { Notification } from "./notification.ts";

/** A statement of SQLite's language. Values stand as `$name` in it. */
export interface SqlStatement {
  readonly sql: string;
  readonly values?: Readonly<Record<string, string | number | null>>;
}

/**
 * One step of the shape of an integration's tables. A released one never changes. What it makes it makes `IF NOT EXISTS`: a repair of the
 * database may save the tables and lose the note that they were made.
 */
export interface IntegrationMigration {
  /** They run in the order of their names: `0001-first-tables`. */
  readonly name: string;
  readonly statements: readonly string[];
}

/** The hub's database, in which an integration of the house has tables of its own. The manifest must permit it: `database`. */
export interface IntegrationDatabase {
  /** Rows of a reading statement. Sees everything that was written before. */
  select<Row extends object>(sql: string, values?: SqlStatement["values"]): Promise<readonly Row[]>;
  /** Writes all of it, with the messages that belong to it, or nothing. */
  write(statements: readonly SqlStatement[], notifications?: readonly Notification[]): Promise<void>;
}
