import sqlite3 from "sqlite3";

/** What every connection is told when it opens: wait for other writers, and commit without an fsync (WAL keeps the file whole). */
const settings = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL;";

type Opened = (error: Error | null) => void;

/** An SQLite connection with the hub's settings. Sequelize opens one for itself and one for each transaction. */
class Connection extends sqlite3.Database {
  #hasFailed = false;

  constructor(file: string, mode: number, opened: Opened) {
    super(file, mode, (error: Error | null) => {
      this.#hasFailed = error !== null;
      if (error) opened(error);
      else this.exec(settings, opened);
    });
  }

  /** One that never opened has nothing to close: the driver would wait for its opening for ever. */
  override close(closed?: Opened): void {
    if (this.#hasFailed) closed?.(null);
    else super.close(closed);
  }
}

/** The `dialectModule` that makes Sequelize use such connections. */
export const sqliteModule = { ...sqlite3, Database: Connection };
