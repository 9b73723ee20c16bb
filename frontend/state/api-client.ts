import { ApiError } from "./api-error.ts";
import { addressOf } from "./base-path.ts";

/** Where the hub's API begins. */
export const apiBase = addressOf("/api/v1");

/** Calls the hub. Every failure is an `ApiError`, except an abort by the caller. */
export class ApiClient {
  readonly #fetch: typeof fetch;
  readonly #onUnauthorized: () => void;

  /** `onUnauthorized` is called when the hub says that nobody is logged in. */
  constructor(fetchFunction: typeof fetch, onUnauthorized: () => void) {
    this.#fetch = fetchFunction;
    this.#onUnauthorized = onUnauthorized;
  }

  get<Body>(path: string, signal?: AbortSignal): Promise<Body> {
    return this.#call<Body>("GET", path, signal ? { signal } : {});
  }

  post<Body>(path: string, body?: object): Promise<Body> {
    const content = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
    return this.#call<Body>("POST", path, content);
  }

  put<Body>(path: string, body: object): Promise<Body> {
    const headers = { "content-type": "application/json" };
    return this.#call<Body>("PUT", path, { body: JSON.stringify(body), headers });
  }

  delete(path: string): Promise<void> {
    return this.#call<void>("DELETE", path, {});
  }

  async #call<Body>(method: string, path: string, content: RequestInit): Promise<Body> {
    const response = await this.#send(`${apiBase}${path}`, { ...content, method });
    if (!response.ok) throw await this.#refusal(response);
    return (response.status === 204 ? undefined : await response.json()) as Body;
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(url, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError("The hub cannot be reached", { code: "UNREACHABLE", status: 0 });
    }
  }

  async #refusal(response: Response): Promise<ApiError> {
    if (response.status === 401) this.#onUnauthorized();
    const detail = await detailOf(response);
    return new ApiError(detail.message ?? `The hub answered ${response.status}`, {
      code: detail.code ?? "INTERNAL_ERROR",
      status: response.status,
      retryAfterSeconds: secondsOf(response.headers.get("retry-after")),
    });
  }
}

interface ErrorDetail {
  readonly code?: string;
  readonly message?: string;
}

/** A proxy between may answer with something that is not the hub's error shape. */
async function detailOf(response: Response): Promise<ErrorDetail> {
  try {
    const body = (await response.json()) as { detail?: ErrorDetail } | null;
    return body?.detail ?? {};
  } catch {
    return {};
  }
}

function secondsOf(retryAfter: string | null): number | null {
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  return Number.isFinite(seconds) ? seconds : null;
}
