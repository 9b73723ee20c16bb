import { causedAnew } from "../../causes/causes.ts";
import type { MqttHandler, MqttMessage, Undo } from "../../sdk/index.ts";
import { matchesFilter } from "./topics.ts";

/** Who in the hub hears which topics. */
export class Subscriptions {
  readonly #handlers = new Map<string, Set<MqttHandler>>();

  get filters(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  has(filter: string): boolean {
    return this.#handlers.has(filter);
  }

  add(filter: string, handler: MqttHandler): Undo {
    // A function of its own, so that the same one can be added twice.
    const added: MqttHandler = (message) => handler(message);
    const handlers = this.#handlers.get(filter) ?? new Set();
    this.#handlers.set(filter, handlers.add(added));
    return () => {
      handlers.delete(added);
      if (handlers.size === 0 && this.#handlers.get(filter) === handlers) this.#handlers.delete(filter);
    };
  }

  /** See `Deliver`. Each handler gets the message once for each of its filters. */
  async deliver(message: MqttMessage): Promise<boolean> {
    const heard = [...this.#handlers].filter(([filter]) => matchesFilter(filter, message.topic));
    const handlers = heard.flatMap(([, each]) => [...each]);
    await Promise.all(
      handlers.map((handler) => causedAnew(`message to ${message.topic}`, async () => handler(message))),
    );
    return handlers.length > 0;
  }
}
