import { Observable } from "./observable.ts";

/** `system` follows the device. */
export type ThemeChoice = "system" | "dark" | "light";

/** The choices in the order in which a switch offers them. */
export const themeChoices: readonly ThemeChoice[] = ["system", "dark", "light"];

const storageKey = "homelabcmd.theme";

/** The look that the user chose, kept in this browser. `styles/tokens.css` does the rest. */
export class Theme {
  readonly choice: Observable<ThemeChoice>;
  readonly #root: HTMLElement;
  readonly #storage: Pick<Storage, "getItem" | "setItem">;

  constructor(root: HTMLElement, storage: Pick<Storage, "getItem" | "setItem">) {
    this.#root = root;
    this.#storage = storage;
    this.choice = new Observable(this.#stored());
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice.set(choice);
    this.#apply();
    this.#store(choice);
  }

  #apply(): void {
    if (this.choice.value === "system") delete this.#root.dataset["theme"];
    else this.#root.dataset["theme"] = this.choice.value;
  }

  #stored(): ThemeChoice {
    try {
      const stored = this.#storage.getItem(storageKey);
      return themeChoices.find((choice) => choice === stored) ?? "system";
    } catch {
      return "system"; // Storage is forbidden in some private windows.
    }
  }

  #store(choice: ThemeChoice): void {
    try {
      this.#storage.setItem(storageKey, choice);
    } catch {
      // The choice then lasts as long as the page.
    }
  }
}
