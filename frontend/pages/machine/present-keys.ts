import type { LitElement } from "lit";
import type { EntitySource } from "../../sdk/index.ts";
import { SubscriptionController } from "../../state/subscription-controller.ts";

/** Knows which of some kinds of readings a machine has, and re-renders the host when that becomes different, and only then. */
export class PresentKeys {
  readonly #host: LitElement;
  readonly #keys: readonly string[];
  readonly #subscription: SubscriptionController;
  #pattern = "";
  #present = "";

  constructor(host: LitElement, keys: Iterable<string>) {
    this.#host = host;
    this.#keys = [...new Set(keys)];
    this.#subscription = new SubscriptionController(host, (source) => this.#look(source));
  }

  /** Whether the machine has a reading of this key. */
  has(key: string): boolean {
    return this.#present.split(" ").includes(key);
  }

  watch(machine: string): void {
    const pattern = `${machine}.*`;
    if (pattern === this.#pattern) return;
    this.#pattern = pattern;
    this.#subscription.keep(pattern);
  }

  #look(source: EntitySource): void {
    const found = new Set(source.match(this.#pattern).map(({ key }) => key));
    const present = this.#keys.filter((key) => found.has(key)).join(" ");
    if (present === this.#present) return;
    this.#present = present;
    this.#host.requestUpdate();
  }
}
