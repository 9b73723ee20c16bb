import { Sequelize, type Transaction } from "sequelize";
import { messageOf, StartError } from "../errors.ts";
import { connectionSettings, type Durability, sqliteModule } from "./connection.ts";
import { type Binding, DirectConnection } from "./direct-connection.ts";
import { explainFault, faultOf } from "./faults.ts";
import { Readers } from "./readers.ts";
import { checkCheaply, sizeOf } from "./start-check.ts";
import { WriteQueue } from "./write-queue.ts";
import { WriteTransaction } from "./write-transaction.ts";

export type { Transaction } from "sequelize";
export type { Binding } from "./direct-connection.ts";

/** How a database is opened. */
export interface DatabaseOptions {
  /** Default: `normal`. */
  readonly durability?: Durability;
}

/** Is told how reading and writing goes. */
export interface DatabaseObserver {
  failed(error: unknown): void;
  /** Something was written. */
  worked(): void;
}

interface Connections {
  readonly sequelize: Sequelize;
  readonly readers: Readers;
  readonly writer: DirectConnection;
}

/** A writing statement and its values. */
export interface Statement {
  readonly sql: string;
  readonly binding?: Binding;
}

/**
 * The hub's database. All writers go through one queue, one transaction at a time, so that they never find each other in the way; readers
 * have connections of their own. A fault of the disk or the file (full, read-only, locked by another program, damaged) is `UNAVAILABLE`.
 */
export class Database {
  readonly file: string;
  readonly sequelize: Sequelize;
  /** False when whoever had it open last was ended before it could close it. */
  readonly endedCleanly: boolean;
  readonly #writes = new WriteQueue();
  readonly #readers: Readers;
  /** For single statements, of which a busy fleet makes a thousand a second: Sequelize costs a tenth of a millisecond each. */
  readonly #writer: DirectConnection;
  #observer: DatabaseObserver | undefined;
  #places = 0;
  /** Jobs with a lower place came while another program had locked the database for too long. */
  #lockedOut: { readonly places: number; readonly error: unknown } = { places: 0, error: undefined };

  private constructor(file: string, endedCleanly: boolean, connections: Connections) {
    this.file = file;
    this.endedCleanly = endedCleanly;
    this.sequelize = connections.sequelize;
    this.#readers = connections.readers;
    this.#writer = connections.writer;
  }

  /** Opens or creates the file in WAL mode. Throws `StartError` when it is no database, or damaged in a way that is quick to find. */
  static async open(file: string, { durability = "normal" }: DatabaseOptions = {}): Promise<Database> {
    const endedCleanly = (await sizeOf(`${file}-wal`)) === 0;
    const sequelize = new Sequelize({
      dialect: "sqlite",
      dialectModule: sqliteModule(durability),
      storage: file,
      logging: false,
      define: { timestamps: false, underscored: true, freezeTableName: true },
    });
    const readers = new Readers(file);
    try {
      await sequelize.query("PRAGMA journal_mode = WAL");
      await checkCheaply(file, readers);
      const writer = await DirectConnection.open(file, "write");
      await writer.execute(connectionSettings(durability));
      return new Database(file, endedCleanly, { sequelize, readers, writer });
    } catch (error) {
      await readers.close();
      await sequelize.close().catch(() => {});
      throw openingError(file, error);
    }
  }

  /** Has one observer told, from now on, how reading and writing goes. */
  observe(observer: DatabaseObserver): void {
    this.#observer = observer;
  }

  /** Rows of a reading statement. Sees everything that was committed before, and neither waits for writers nor holds them up. */
  async select<Row extends object>(sql: string, binding: Binding = {}): Promise<Row[]> {
    try {
      return await this.#readers.select<Row>(sql, binding);
    } catch (error) {
      this.#observer?.failed(error);
      throw explainFault(error);
    }
  }

  /** Runs one writing statement in a transaction of its own. */
  run(sql: string, binding: Binding = {}): Promise<void> {
    return this.#inTurn(async () => void (await this.#writer.run(sql, binding)));
  }

  /** Runs several writing statements in one transaction: all of them, or none. */
  runAll(statements: readonly Statement[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#writer.execute("BEGIN IMMEDIATE");
      try {
        for (const { sql, binding } of statements) await this.#writer.run(sql, binding);
        await this.#writer.execute("COMMIT");
      } catch (error) {
        // A full disk may have ended the transaction already.
        await this.#writer.execute("ROLLBACK").catch(() => {});
        throw error;
      }
    });
  }

  /** Runs `work` in a transaction: all of it is written, or, when it throws, nothing. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTurn(() => this.#transact(work));
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
    await this.#readers.close();
    await this.#writer.close();
    await this.sequelize.query("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => {});
    await this.sequelize.close();
  }

  async #inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
    const place = this.#places++;
    try {
      const result = await this.#writes.run(() => this.#attempt(job, place));
      this.#observer?.worked();
      return result;
    } catch (error) {
      this.#observer?.failed(error);
      throw explainFault(error);
    }
  }

  async #transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const connection = await this.sequelize.connectionManager.getConnection({ type: "write" });
    const transaction = new WriteTransaction(this.sequelize, connection);
    await this.sequelize.query("BEGIN IMMEDIATE");
    let result: Result;
    try {
      result = await work(transaction);
      await this.sequelize.query("COMMIT");
    } catch (error) {
      // After some errors SQLite has done so already.
      await this.sequelize.query("ROLLBACK").catch(() => {});
      throw error;
    }
    await transaction.committed();
    return result;
  }

  async #attempt<Result>(job: () => Promise<Result>, place: number): Promise<Result> {
    if (place < this.#lockedOut.places) throw this.#lockedOut.error;
    try {
      return await job();
    } catch (error) {
      // Who stands in the queue has waited as long: were each to wait by itself now, the last would do so for minutes.
      if (faultOf(error) === "locked") this.#lockedOut = { places: this.#places, error };
      throw error;
    }
  }
}

function openingError(file: string, error: unknown): StartError {
  const reason = messageOf(error)
    .replace(/^SQLITE_\w+: /, "")
    .replace(/\.?\n/g, ": ")
    .replace(/\.$/, "");
  const advice: Readonly<Record<string, string>> = {
    locked: "Close the program that has it open.",
    full: "Free space on its disk.",
    "read-only": "Give it to the hub's user, on a disk that can be written.",
  };
  const usual = "Save what is readable with `npm run db:repair`, or bring a backup back with `npm run restore`.";
  return new StartError(
    `The database ${file} cannot be used: ${reason}.\nNothing was changed. ${advice[faultOf(error) ?? ""] ?? usual}`,
    { cause: error },
  );
}
