import sqlite3 from "sqlite3";

/**
 * When a commit is safe: `normal` survives the end of the process at once and a power cut after a moment (the file stays whole),
 * `full` survives a power cut at once, at the price of an fsync for each commit.
 */
export type Durability = "normal" | "full";

/** What every connection is told before anything else: wait for other programs, how safe a commit is, keep to foreign keys. */
export function connectionSettings(durability: Durability): string {
  return `PRAGMA busy_timeout = 5000; PRAGMA synchronous = ${durability}; PRAGMA foreign_keys = ON;`;
}

type Opened = (error: Error | null) => void;

/** The `dialectModule` that makes Sequelize use connections with the hub's settings. */
export function sqliteModule(durability: Durability) {
  const settings = connectionSettings(durability);
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
  return { ...sqlite3, Database: Connection };
}
