import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { ApiClient } from "../../state/api-client.ts";
import { apiContext } from "../../state/contexts.ts";

/** A package that can be brought up to date, as the hub sends it. */
export interface PackageUpdate {
  readonly name: string;
  readonly current_version: string | null;
  readonly new_version: string | null;
  readonly repository: string | null;
  readonly is_security: boolean;
}

/** What a machine can bring up to date. */
export interface PackageUpdates {
  readonly last_checked: string | null;
  readonly total_count: number;
  readonly security_count: number;
  readonly packages: readonly PackageUpdate[];
}

/** Reads the packages of one machine, again whenever their number became different, and re-renders the host. */
export class PackagesController implements ReactiveController {
  readonly #host: LitElement;
  #api: ApiClient | undefined;
  #machine = "";
  #wanted = "";
  #asked = "";
  #updates: PackageUpdates | undefined;
  #reason: string | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, {
      context: apiContext,
      callback: (api) => {
        this.#api = api;
        this.#look();
      },
    });
  }

  /** `undefined` until they were read. */
  get updates(): PackageUpdates | undefined {
    return this.#updates;
  }

  /** Why they could not be read. */
  get failure(): string | undefined {
    return this.#reason;
  }

  /** Names the machine, and what tells that its packages may be others now. */
  watch(machine: string, version: string): void {
    this.#machine = machine;
    this.#wanted = `${machine} ${version}`;
    this.#look();
  }

  hostConnected(): void {
    this.#look();
  }

  #look(): void {
    if (!this.#api || !this.#host.isConnected || this.#wanted === "" || this.#wanted === this.#asked) return;
    this.#asked = this.#wanted;
    void this.#read(this.#api, this.#asked);
  }

  /** Of readings that overlap the newest counts. */
  async #read(api: ApiClient, asked: string): Promise<void> {
    try {
      const updates = await api.get<PackageUpdates>(`/machines/${encodeURIComponent(this.#machine)}/packages`);
      if (asked !== this.#asked) return;
      this.#updates = updates;
      this.#reason = undefined;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#reason = error instanceof Error ? error.message : String(error);
    }
    this.#host.requestUpdate();
  }
}
