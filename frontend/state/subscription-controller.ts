import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../core/sdk/index.ts";
import { type EntitySource, entitiesContext } from "../sdk/index.ts";

/**
 * Keeps entities coming without re-rendering its host, and says when one of them became different. A page with many cards names their patterns once, so the live
 * stream is opened for a handful of patterns and not for thousands of ids.
 */
export class SubscriptionController implements ReactiveController {
  readonly #host: LitElement;
  readonly #onChange: (source: EntitySource) => void;
  #patterns: readonly string[] = [];
  #source: EntitySource | undefined;
  #unwatch: Undo | undefined;

  constructor(host: LitElement, onChange: (source: EntitySource) => void = () => {}) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
    new ContextConsumer(host, {
      context: entitiesContext,
      callback: (source) => {
        this.#source = source;
        this.#rewatch();
      },
    });
  }

  /** Names what to keep coming. Replaces what was named before. */
  keep(...patterns: readonly string[]): void {
    this.#patterns = patterns;
    this.#rewatch();
  }

  hostConnected(): void {
    this.#rewatch();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #rewatch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    const source = this.#source;
    if (!source || !this.#host.isConnected || this.#patterns.length === 0) return;
    this.#unwatch = source.watch(this.#patterns, () => this.#onChange(source));
    this.#onChange(source);
  }
}
