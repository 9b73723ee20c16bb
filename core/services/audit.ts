import type { EventBus } from "../bus/event-bus.ts";
import type { Cause } from "../causes/causes.ts";
import type { PlatformError } from "../errors.ts";
import type { Json, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** One call of a service, as it ended. Secrets of the input are hidden already. */
export interface AuditEntry {
  readonly service: string;
  readonly caller: string;
  readonly cause: Cause | undefined;
  readonly input: Json;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly durationMilliseconds: number;
  readonly error: PlatformError | null;
}

/** A stored entry. */
export interface AuditRow {
  readonly id: number;
  readonly service: string;
  readonly caller: string;
  readonly cause_id: string | null;
  readonly cause_origin: string | null;
  readonly input: string;
  readonly started_at: number;
  readonly duration_ms: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const insertEntry = `INSERT INTO service_call
  (service, caller, cause_id, cause_origin, input, started_at, duration_ms, error_code, error_message)
  VALUES ($service, $caller, $causeId, $causeOrigin, $input, $startedAt, $duration, $code, $message)`;

/** Longest input that is kept, in characters. */
const longestInput = 10_000;

/** Remembers every call of a service: who, what, why, and how it ended. */
export class ServiceAudit {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #log: Logger;

  constructor(database: Database, bus: EventBus, log: Logger) {
    this.#database = database;
    this.#bus = bus;
    this.#log = log;
  }

  /** Writes an entry behind the caller's back; a disk that refuses it is logged. */
  add({ service, caller, cause, input, startedAt, durationMilliseconds, error }: AuditEntry): void {
    const text = JSON.stringify(input);
    const row = {
      service,
      caller,
      causeId: cause?.id ?? null,
      causeOrigin: cause?.origin ?? null,
      input: text.length > longestInput ? JSON.stringify(`${text.slice(0, longestInput)} …`) : text,
      startedAt,
      duration: Math.round(durationMilliseconds),
      code: error?.code ?? null,
      message: error?.message ?? null,
    };
    this.#database
      .run(insertEntry, row)
      .catch((failure) =>
        this.#log.error(`The call of ${service} by ${caller} could not be audited`, { error: failure }),
      );
    this.#bus.emit("service_called", { service, caller, error: error?.code ?? null });
  }

  /** The newest calls, of one service or of all. */
  list(filter: {
    readonly service?: string | undefined;
    readonly limit: number;
    readonly offset: number;
  }): Promise<AuditRow[]> {
    const { service = null, limit, offset } = filter;
    return this.#database.select<AuditRow>(
      `SELECT * FROM service_call WHERE $service IS NULL OR service = $service
        ORDER BY id DESC LIMIT $limit OFFSET $offset`,
      { service, limit, offset },
    );
  }
}
