import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import type { ApiClient } from "./api-client.ts";
import { ApiError } from "./api-error.ts";
import { apiContext, connectionContext } from "./contexts.ts";

/**
 * Reads one thing of the hub's API again and again while its host is shown, and re-renders the host. What was read last stays when a
 * later attempt fails: then the connection bar says that it is not current.
 */
export class ResourceController<Body> implements ReactiveController {
  readonly #host: LitElement;
  #path: string | null;
  #seconds: number;
  #api: ApiClient | undefined;
  #data: Body | undefined;
  #failure: ApiError | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #unfollow: Undo | undefined;

  /** `path` may be `null` until it is known: see `watch`. */
  constructor(host: LitElement, path: string | null, seconds: number) {
    this.#host = host;
    this.#path = path;
    this.#seconds = seconds;
    host.addController(this);
    new ContextConsumer(host, { context: apiContext, callback: (api) => this.#use(api) });
    new ContextConsumer(host, {
      context: connectionContext,
      callback: (connection) => {
        this.#unfollow?.();
        this.#unfollow = connection.subscribe(({ kind }) => kind === "live" && this.#failure && void this.reload());
      },
    });
  }

  /** Reads another thing from now on; what was read before is forgotten. `null` reads nothing. */
  watch(path: string | null): void {
    if (path === this.#path) return;
    this.#path = path;
    this.#attempt += 1;
    this.#data = undefined;
    this.#failure = undefined;
    void this.reload();
  }

  /** `undefined` until it was read. */
  get data(): Body | undefined {
    return this.#data;
  }

  /** Why the last attempt failed. */
  get failure(): ApiError | undefined {
    return this.#failure;
  }

  /** Whether the hub said that this user may not see it. */
  get isForbidden(): boolean {
    return this.#failure?.code === "FORBIDDEN";
  }

  /** Reads it now. Of attempts that overlap the newest counts. */
  async reload(): Promise<void> {
    if (!this.#api || this.#path === null) return;
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const data = await this.#api.get<Body>(this.#path);
      if (attempt !== this.#attempt) return;
      this.#data = data;
      this.#failure = undefined;
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#failure =
        error instanceof ApiError ? error : new ApiError(String(error), { code: "UNREACHABLE", status: 0 });
    }
    this.#host.requestUpdate();
  }

  /** Reads it at another pace from now on. */
  pace(seconds: number): void {
    if (seconds === this.#seconds) return;
    this.#seconds = seconds;
    if (this.#timer) this.#run();
  }

  hostConnected(): void {
    this.#run();
    void this.reload();
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  #use(api: ApiClient): void {
    this.#api = api;
    void this.reload();
  }

  #run(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#poll(), this.#seconds * 1000);
  }

  /** A page that nobody sees needs no news, and who may not see it will not be told. */
  #poll(): void {
    if (!document.hidden && !this.isForbidden) void this.reload();
  }
}
