/** A request that the hub refused, or that never reached it (`UNREACHABLE`, status 0). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** When trying again makes sense, in seconds; `null` when the hub did not say. */
  readonly retryAfterSeconds: number | null;

  constructor(message: string, details: { code: string; status: number; retryAfterSeconds?: number | null }) {
    super(message);
    this.name = "ApiError";
    this.code = details.code;
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}
