import sqlite3 from "sqlite3";

/** Named values for the `$…` places of a statement, or numbered ones for `$1`, `$2` …. */
export type Binding = Readonly<Record<string, unknown>> | readonly unknown[];

/** Most statements that stay prepared; each is some ten kilobytes. */
const mostStatements = 50;

const modes = {
  read: sqlite3.OPEN_READONLY,
  write: sqlite3.OPEN_READWRITE,
  create: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
} as const;

/**
 * One SQLite connection past Sequelize: for reading beside the writer, for work that takes minutes, and for files that are not the
 * hub's database.
 */
export class DirectConnection {
  readonly #connection: sqlite3.Database;
  /** Prepared once and used again, the oldest ahead: preparing takes a thread's turn of its own. */
  readonly #statements = new Map<string, sqlite3.Statement>();

  private constructor(connection: sqlite3.Database) {
    this.#connection = connection;
  }

  /** Opens a file. SQLite looks at it with the first statement only. */
  static open(file: string, mode: keyof typeof modes): Promise<DirectConnection> {
    return new Promise((resolve, reject) => {
      const connection = new sqlite3.Database(file, modes[mode], (error) => {
        if (error) reject(error);
        else resolve(new DirectConnection(connection));
      });
    });
  }

  /** All rows of one statement. */
  async select<Row extends object>(sql: string, binding: Binding = {}): Promise<Row[]> {
    const statement = this.#statements.get(sql) ?? (await this.#prepare(sql));
    return new Promise((resolve, reject) => {
      statement.all<Row>(valuesOf(binding), (error, rows) => {
        if (!error) return resolve(rows);
        this.#forget(sql);
        reject(error);
      });
    });
  }

  /** Runs one statement; resolves with how many rows it changed. */
  async run(sql: string, binding: Binding = {}): Promise<number> {
    const statement = this.#statements.get(sql) ?? (await this.#prepare(sql));
    const forget = () => this.#forget(sql);
    return new Promise((resolve, reject) => {
      statement.run(valuesOf(binding), function ended(error: Error | null) {
        if (!error) return resolve(this.changes);
        forget();
        reject(error);
      });
    });
  }

  /** Runs one statement for each list of values; resolves with how many rows they changed. */
  async runEach(sql: string, lists: readonly (readonly unknown[])[]): Promise<number> {
    const statement = this.#connection.prepare(sql);
    const runs = lists.map((values) => {
      return new Promise<number>((resolve, reject) => {
        statement.run(values, function ended(error: Error | null) {
          if (error) reject(error);
          else resolve(this.changes);
        });
      });
    });
    const ended = await Promise.allSettled(runs);
    await new Promise<void>((resolve) => statement.finalize(() => resolve()));
    for (const run of ended) if (run.status === "rejected") throw run.reason;
    return ended.reduce((sum, run) => sum + (run.status === "fulfilled" ? run.value : 0), 0);
  }

  /** Runs several statements without values. */
  execute(sql: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.exec(sql, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the statement that runs now, which fails with `SQLITE_INTERRUPT`. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): Promise<void> {
    for (const sql of [...this.#statements.keys()]) this.#forget(sql);
    return new Promise((resolve) => this.#connection.close(() => resolve()));
  }

  async #prepare(sql: string): Promise<sqlite3.Statement> {
    const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
      const prepared: sqlite3.Statement = this.#connection.prepare(sql, (error: Error | null) => {
        if (error) reject(error);
        else resolve(prepared);
      });
    });
    this.#forget(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > mostStatements) this.#forget(this.#statements.keys().next().value ?? "");
    return statement;
  }

  /** One that failed is not used again: it may still hold what it was at. */
  #forget(sql: string): void {
    this.#statements.get(sql)?.finalize();
    this.#statements.delete(sql);
  }
}

function valuesOf(binding: Binding): unknown {
  if (Array.isArray(binding)) return binding;
  return Object.fromEntries(Object.entries(binding).map(([name, value]) => [`$${name}`, value]));
}
