import { QueryTypes, Sequelize, Transaction } from "sequelize";
import { messageOf, StartError } from "../errors.ts";
import { sqliteModule } from "./connection.ts";
import { WriteQueue } from "./write-queue.ts";

export type { Transaction } from "sequelize";

/** Named or numbered values for the `$…` places of a statement. */
export type Binding = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * The hub's database. All writers go through one queue, one transaction at a time, so that SQLITE_BUSY reaches nobody.
 */
export class Database {
  readonly file: string;
  readonly sequelize: Sequelize;
  readonly #writes = new WriteQueue();

  private constructor(file: string, sequelize: Sequelize) {
    this.file = file;
    this.sequelize = sequelize;
  }

  /** Opens or creates the file in WAL mode. Throws `StartError` when it is damaged or no database. */
  static async open(file: string): Promise<Database> {
    const sequelize = new Sequelize({
      dialect: "sqlite",
      dialectModule: sqliteModule,
      storage: file,
      logging: false,
      define: { timestamps: false, underscored: true, freezeTableName: true },
    });
    try {
      await sequelize.query("PRAGMA journal_mode = WAL");
      const [check] = await sequelize.query<{ quick_check: string }>("PRAGMA quick_check(1)", {
        type: QueryTypes.SELECT,
      });
      if (check?.quick_check !== "ok") throw new Error(check?.quick_check ?? "it cannot be checked");
    } catch (error) {
      await sequelize.close().catch(() => {});
      throw openingError(file, error);
    }
    return new Database(file, sequelize);
  }

  /** Rows of a reading statement. */
  select<Row extends object>(sql: string, binding: Binding = {}): Promise<Row[]> {
    return this.sequelize.query<Row>(sql, { type: QueryTypes.SELECT, bind: { ...binding } });
  }

  /** Runs one writing statement in a transaction of its own. */
  run(sql: string, binding: Binding = {}): Promise<void> {
    return this.#writes.run(async () => {
      await this.sequelize.query(sql, { bind: { ...binding }, raw: true });
    });
  }

  /** Runs `work` in a transaction: all of it is written, or, when it throws, nothing. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#writes.run(() => this.sequelize.transaction({ type: Transaction.TYPES.IMMEDIATE }, work));
  }

  /** Size of the file, in bytes, without the write-ahead log. */
  async size(): Promise<number> {
    const [row] = await this.select<{ bytes: number }>(
      "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
    );
    return row?.bytes ?? 0;
  }

  /** Waits for the writers, empties the write-ahead log into the file and closes it. */
  async close(): Promise<void> {
    await this.#writes.idle();
    await this.sequelize.query("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => {});
    await this.sequelize.close();
  }
}

function openingError(file: string, error: unknown): StartError {
  const reason = messageOf(error)
    .replace(/^SQLITE_\w+: /, "")
    .replace(/\.?\n/g, ": ")
    .replace(/\.$/, "");
  return new StartError(
    `The database ${file} cannot be used: ${reason}.\n` +
      "Nothing was changed. Put a copy from the backups folder in its place, or move it away to start with an empty one.",
    { cause: error },
  );
}
