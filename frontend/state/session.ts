import type { ApiClient } from "./api-client.ts";
import { Observable } from "./observable.ts";

/** Who is using this page. `unreachable`: the hub did not answer when it was asked. */
export type SessionStatus = "checking" | "unreachable" | "anonymous" | "authenticated";

/** What a logged-in browser may do: read; act too; change settings too. */
export type SessionScope = "viewer" | "operator" | "admin";

interface SessionAnswer {
  readonly authenticated: boolean;
  readonly scope?: SessionScope;
}

/** Logging in and out. The session itself is a cookie that no script can read. */
export class Session {
  readonly status = new Observable<SessionStatus>("checking");
  /** What the user may do; `null` until somebody is logged in. */
  readonly scope = new Observable<SessionScope | null>(null);
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Asks the hub whether this browser is logged in. */
  async check(): Promise<void> {
    try {
      this.#take(await this.#api.get<SessionAnswer>("/auth/session"));
    } catch {
      this.status.set("unreachable");
    }
  }

  /** Logs in with an API key. Throws `ApiError` when the hub refuses it. */
  async loginWithKey(key: string): Promise<void> {
    await this.#login({ key });
  }

  /** Logs in with the token of a one-time link. Throws `ApiError` when it is used up or too old. */
  async loginWithLink(linkToken: string): Promise<void> {
    await this.#login({ link_token: linkToken });
  }

  /** Ends the session, here and on the hub. */
  async logout(): Promise<void> {
    await this.#api.post("/auth/logout");
    this.status.set("anonymous");
  }

  /** Asks for a login, whoever is logged in already. */
  requireLogin(): void {
    this.status.set("anonymous");
  }

  /** Takes note that the hub no longer knows the session. */
  expired(): void {
    if (this.status.value === "authenticated") this.status.set("anonymous");
  }

  async #login(credentials: { key: string } | { link_token: string }): Promise<void> {
    this.#take(await this.#api.post<SessionAnswer>("/auth/login", credentials));
  }

  /** The scope first: pages are drawn as soon as somebody is logged in. */
  #take({ authenticated, scope }: SessionAnswer): void {
    this.scope.set(scope ?? null);
    this.status.set(authenticated ? "authenticated" : "anonymous");
  }
}
