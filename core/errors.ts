/** Stable codes of every error that leaves the hub, with the HTTP status each one means. */
export const errorStatus = {
  BAD_REQUEST: 400,
  INVALID_STATE: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  VALIDATION_ERROR: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  UPSTREAM_ERROR: 502,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What an error may carry beside its message. */
export interface ErrorDetails {
  /** The request field that is wrong, as a path: `metrics.cpu_percent`. */
  readonly field?: string;
  /** When trying again makes sense, in seconds. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An error meant for a caller: its message says what failed, on what, and what to do. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PlatformError";
    this.code = code;
    this.field = details.field;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return errorStatus[this.code];
  }
}

/** Something about this installation keeps the hub from starting. The message is for a person at a terminal. */
export class StartError extends Error {
  /** Exit code of the process: 2 for a wrong configuration, 1 for everything else. */
  readonly exitCode: number;

  constructor(message: string, options: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "StartError";
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
