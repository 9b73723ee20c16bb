import type { LitElement, ReactiveController } from "lit";

/** After the first key of a sequence, the second must come within this time. */
const sequenceMilliseconds = 1200;

/** What keys do: `/`, or a sequence of two such as `g o`. */
export type KeyBindings = Readonly<Record<string, () => void>>;

/** Listens for shortcuts on the whole page while its host is connected. Typing into a field is never a shortcut. */
export class KeyboardController implements ReactiveController {
  readonly #bindings: KeyBindings;
  #first: { readonly key: string; readonly at: number } | undefined;

  constructor(host: LitElement, bindings: KeyBindings) {
    this.#bindings = bindings;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("keydown", this.#onKey);
  }

  hostDisconnected(): void {
    window.removeEventListener("keydown", this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const first = this.#first && event.timeStamp - this.#first.at < sequenceMilliseconds ? this.#first.key : undefined;
    const action = (first && this.#bindings[`${first} ${event.key}`]) || this.#bindings[event.key];
    this.#first = action ? undefined : { key: event.key, at: event.timeStamp };
    if (!action) return;
    event.preventDefault();
    action();
  };
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && target.type !== "radio" && target.type !== "checkbox";
}
