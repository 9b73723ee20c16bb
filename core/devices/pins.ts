import type { PinnedPair } from "./resolve.ts";

/** A lasting word on two claims. */
export interface Pin extends PinnedPair {
  /** Who said so: a key's name, or `migration`. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The pins, at most one for two claims. They stay while a claim is away. */
export class Pins {
  readonly #byPair = new Map<string, Pin>();

  /** Keeps the pin in the place of the one for the same two claims. Answers with that one. */
  set(pin: Pin): Pin | undefined {
    const before = this.#byPair.get(pairOf(pin));
    this.#byPair.set(pairOf(pin), pin);
    return before;
  }

  /** Goes back to what `set` answered with. */
  restore(pin: Pin, before: Pin | undefined): void {
    if (before) this.#byPair.set(pairOf(pin), before);
    else this.#byPair.delete(pairOf(pin));
  }

  /** The pins that speak of one of these claims, oldest first. */
  about(claims: ReadonlySet<string>): Pin[] {
    return [...this.#byPair.values()]
      .filter(({ one, other }) => claims.has(one) || claims.has(other))
      .sort((one, other) => one.at - other.at || (pairOf(one) < pairOf(other) ? -1 : 1));
  }
}

/** A pin of two claims in the form in which it is kept: the lower one first. */
export function createPin(claims: readonly [string, string], rest: Omit<Pin, "one" | "other">): Pin {
  const [one, other] = claims[0] < claims[1] ? claims : [claims[1], claims[0]];
  return { one, other, ...rest };
}

function pairOf({ one, other }: PinnedPair): string {
  return `${one}\n${other}`;
}
