import { ContextConsumer } from "@lit/context";
import type { LitElement, ReactiveController } from "lit";
import type { Undo } from "../../../core/sdk/index.ts";
import { type EntitySource, entitiesContext } from "../../sdk/index.ts";

/** Knows which of some kinds of readings a machine has, and re-renders the host when that becomes different, and only then. */
export class PresentKeysController implements ReactiveController {
  readonly #host: LitElement;
  readonly #keys: ReadonlySet<string>;
  #source: EntitySource | undefined;
  #pattern = "";
  #present = "";
  #unwatch: Undo | undefined;

  constructor(host: LitElement, keys: Iterable<string>) {
    this.#host = host;
    this.#keys = new Set(keys);
    host.addController(this);
    new ContextConsumer(host, {
      context: entitiesContext,
      callback: (source) => {
        this.#source = source;
        this.#rewatch();
      },
    });
  }

  /** Whether the machine has a reading of this key. */
  has(key: string): boolean {
    return this.#present.split(" ").includes(key);
  }

  watch(machine: string): void {
    const pattern = `${machine}.*`;
    if (pattern === this.#pattern) return;
    this.#pattern = pattern;
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
    if (!this.#source || !this.#host.isConnected || this.#pattern === "") return;
    this.#unwatch = this.#source.watch([this.#pattern], () => this.#look());
    this.#look();
  }

  #look(): void {
    const found = new Set(this.#source?.match(this.#pattern).map(({ key }) => key));
    const present = [...this.#keys].filter((key) => found.has(key)).join(" ");
    if (present === this.#present) return;
    this.#present = present;
    this.#host.requestUpdate();
  }
}
