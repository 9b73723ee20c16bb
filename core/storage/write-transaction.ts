import { type Sequelize, Transaction } from "sequelize";

/**
 * A transaction on the one connection for writing. Sequelize's own way opens a connection for each transaction and, when a commit
 * fails, leaves it open and writes to the console: on a full disk, once a second.
 */
export class WriteTransaction extends Transaction {
  /** Read by Sequelize: the statements of the transaction go there. */
  readonly connection: object;
  readonly #hooks: ((transaction: this) => void | Promise<void>)[] = [];

  constructor(sequelize: Sequelize, connection: object) {
    super(sequelize, {});
    this.connection = connection;
  }

  override afterCommit(hook: (transaction: this) => void | Promise<void>): void {
    this.#hooks.push(hook);
  }

  /** Runs what waited for the commit. */
  async committed(): Promise<void> {
    for (const hook of this.#hooks) await hook(this);
  }
}
