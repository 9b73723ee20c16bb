import { connectionSettings } from "./connection.ts";
import { type Binding, DirectConnection } from "./direct-connection.ts";

/** As many reads at once: a long one does not keep the short ones waiting, and threads are left over for the writer and for files. */
const mostConnections = 2;

/**
 * Connections that only read. In WAL mode they neither wait for the writer nor hold it up, and each read sees everything that was
 * committed before it began. Reads beyond two at a time wait in the order in which they came: who reads much reads it in slices, so
 * that others come in between.
 */
export class Readers {
  readonly #file: string;
  readonly #idle: DirectConnection[] = [];
  readonly #waiting: ((connection: DirectConnection) => void)[] = [];
  readonly #opening = new Set<Promise<DirectConnection>>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Rows of a reading statement. */
  async select<Row extends object>(sql: string, binding: Binding): Promise<Row[]> {
    const connection = await this.#take();
    try {
      return await connection.select<Row>(sql, binding);
    } finally {
      this.#giveBack(connection);
    }
  }

  /** Waits for the reads that run and closes the connections. Nothing may be read any more. */
  async close(): Promise<void> {
    const connections = await Promise.allSettled(this.#opening);
    for (const result of connections) if (result.status === "fulfilled") await result.value.close();
  }

  #take(): Promise<DirectConnection> {
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    if (this.#opening.size >= mostConnections) return new Promise((resolve) => this.#waiting.push(resolve));
    const opening = this.#open();
    this.#opening.add(opening);
    // One that cannot be opened, as when no more files may be, is tried again by the next read.
    opening.catch(() => this.#opening.delete(opening));
    return opening;
  }

  async #open(): Promise<DirectConnection> {
    const connection = await DirectConnection.open(this.#file, "read");
    await connection.execute(`${connectionSettings("normal")} PRAGMA query_only = ON;`);
    return connection;
  }

  #giveBack(connection: DirectConnection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}
