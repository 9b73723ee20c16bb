import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import { entitiesContext } from "./contexts.ts";
import type { DashboardEntity, EntitySource } from "./entity-source.ts";

/**
 * Watches the entities that a card names, and re-renders the card when one of them changes, and only then.
 *
 * ```ts
 * #cpu = new EntityController(this);
 * setConfig({ machine }: Config) { this.#cpu.watch(`${machine}.cpu_percent`); }
 * render() { return html`${this.#cpu.state?.value}`; }
 * ```
 */
export class EntityController implements ReactiveController {
  readonly #host: LitElement;
  #source: EntitySource | undefined;
  #patterns: readonly string[] = [];
  #unwatch: Undo | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, { context: entitiesContext, callback: (source) => this.#use(source) });
  }

  /** Names what to watch: exact ids or patterns (`nas.*`, `*.cpu_percent`). Replaces what was watched before. */
  watch(...patterns: readonly string[]): void {
    if (patterns.join() === this.#patterns.join()) return;
    this.#patterns = patterns;
    this.#rewatch();
  }

  /** The first watched entity; `undefined` while the hub knows none. */
  get state(): DashboardEntity | undefined {
    return this.states[0];
  }

  /** Everything watched that exists, in the order in which it was named. */
  get states(): readonly DashboardEntity[] {
    const source = this.#source;
    return source ? this.#patterns.flatMap((pattern) => source.match(pattern)) : [];
  }

  /** One entity by id, whether watched or not. */
  get(id: string): DashboardEntity | undefined {
    return this.#source?.get(id);
  }

  /** Everything that a watched pattern names at the moment. */
  match(pattern: string): readonly DashboardEntity[] {
    return this.#source?.match(pattern) ?? [];
  }

  hostConnected(): void {
    this.#rewatch();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #use(source: EntitySource): void {
    this.#source = source;
    this.#rewatch();
  }

  #rewatch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (!this.#source || !this.#host.isConnected || this.#patterns.length === 0) return;
    this.#unwatch = this.#source.watch(this.#patterns, () => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }
}
