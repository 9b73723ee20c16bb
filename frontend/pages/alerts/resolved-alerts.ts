import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { AlertPage, AlertRecord } from "../../state/alert-record.ts";
import type { ApiClient } from "../../state/api-client.ts";
import { apiContext } from "../../state/contexts.ts";

const pageSize = 50;

/** The alerts that are over, the newest first: some, and more when the user asks. */
export class ResolvedAlerts implements ReactiveController {
  readonly #host: LitElement;
  #api: ApiClient | undefined;
  #query = "";
  #wanted = pageSize;
  #attempt = 0;
  /** `undefined` until they were read. */
  page: AlertPage | undefined;
  /** Why the last attempt failed. */
  failure: Error | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, { context: apiContext, callback: (api) => this.#use(api) });
  }

  /** Says which to read, as the hub's query. */
  watch(query: string): void {
    if (query === this.#query) return;
    this.#query = query;
    this.#wanted = pageSize;
    this.page = undefined;
    void this.reload();
  }

  /** Reads older ones too. */
  more(): void {
    this.#wanted += pageSize;
    void this.reload();
  }

  hostConnected(): void {
    void this.reload();
  }

  hostDisconnected(): void {
    this.#attempt += 1;
  }

  #use(api: ApiClient): void {
    this.#api = api;
    void this.reload();
  }

  /** Reads them now. Of attempts that overlap the newest counts. */
  async reload(): Promise<void> {
    if (!this.#api || this.#query === "") return;
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const page = await this.#read(this.#api);
      if (attempt !== this.#attempt) return;
      this.page = page;
      this.failure = undefined;
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
    this.#host.requestUpdate();
  }

  async #read(api: ApiClient): Promise<AlertPage> {
    const alerts: AlertRecord[] = [];
    for (;;) {
      const page = await api.get<AlertPage>(`/alerts?${this.#query}&limit=${pageSize}&offset=${alerts.length}`);
      alerts.push(...page.alerts);
      const isEnough = alerts.length >= Math.min(this.#wanted, page.total) || page.alerts.length === 0;
      if (isEnough) return { alerts, total: page.total };
    }
  }
}
