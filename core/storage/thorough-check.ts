import { readFile, writeFile } from "node:fs/promises";
import { messageOf } from "../errors.ts";
import type { Scheduler } from "../schedule/scheduler.ts";
import type { Clock, Logger, Problem, Undo } from "../sdk/index.ts";
import { DirectConnection } from "./direct-connection.ts";
import { findingsIn, tablesOf } from "./start-check.ts";

/** What a thorough check works on. */
export interface ThoroughCheckParts {
  readonly databaseFile: string;
  /** Remembers when the last one found everything whole. */
  readonly memoryFile: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly report: (problem: Problem) => Undo;
}

/** Somebody may be waiting for the hub just after its start. */
const firstMilliseconds = 60_000;
const lookSeconds = 3600;
const dayMilliseconds = 86_400_000;

/**
 * Reads the whole database in the background, on a connection of its own, and reports what is damaged: once a day, and after the hub
 * was not stopped cleanly.
 */
export class ThoroughCheck {
  readonly #parts: ThoroughCheckParts;
  #isUrgent: boolean;
  #isStopped = false;
  #connection: DirectConnection | undefined;
  #running: Promise<void> = Promise.resolve();
  #undoProblem: Undo = () => {};

  /** `isUrgent` does not wait until a day has passed. */
  constructor(parts: ThoroughCheckParts, isUrgent: boolean) {
    this.#parts = parts;
    this.#isUrgent = isUrgent;
  }

  start(scheduler: Scheduler): () => Promise<void> {
    const { clock, log } = this.#parts;
    let undo = clock.after(firstMilliseconds, () => {
      undo = scheduler.every(lookSeconds, () => this.runWhenDue(), log);
    });
    return async () => {
      this.#isStopped = true;
      undo();
      this.#connection?.interrupt();
      await this.#running;
    };
  }

  /** Runs a check when the last good one is a day old. */
  async runWhenDue(): Promise<void> {
    const { clock, memoryFile } = this.#parts;
    const last = Date.parse((await readFile(memoryFile, "utf8").catch(() => "")).trim());
    const age = clock.now() - last;
    if (!this.#isUrgent && age >= 0 && age < dayMilliseconds) return;
    this.#running = this.#run();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { databaseFile, memoryFile, clock, log } = this.#parts;
    const findings = await this.#find(databaseFile).catch((error) => [messageOf(error)]);
    if (this.#isStopped) return;
    this.#undoProblem();
    if (findings.length > 0) return this.#tell(findings);
    this.#isUrgent = false;
    log.debug("The whole database was read, and is not damaged");
    await writeFile(memoryFile, `${new Date(clock.now()).toISOString()}\n`).catch(() => {});
  }

  /** One table after the other, so that the write-ahead log can be emptied in between. */
  async #find(file: string): Promise<readonly string[]> {
    const connection = await DirectConnection.open(file, "read");
    this.#connection = connection;
    const findings: string[] = [];
    try {
      await connection.execute("PRAGMA busy_timeout = 5000");
      for (const table of await tablesOf(connection)) {
        if (this.#isStopped) return [];
        // Some damage keeps even the search for damage from going on.
        const found = await findingsIn(connection, table, 3).catch((error) => [messageOf(error)]);
        findings.push(...found.map((finding) => `${table}: ${finding}`));
      }
      return findings;
    } finally {
      this.#connection = undefined;
      await connection.close();
    }
  }

  #tell(findings: readonly string[]): void {
    this.#parts.log.error("The database is damaged", { findings: findings.slice(0, 10) });
    this.#undoProblem = this.#parts.report({
      severity: "error",
      title: "The database is damaged",
      advice: `${findings[0]}. \`npm run db:check\` says what is affected. Stop the hub and run \`npm run db:repair\`, which saves everything that is readable, or bring a backup back with \`npm run restore\`.`,
    });
  }
}
