/**
 * Finds the claims that a change of one may touch: those that share a key with it, or a pin, directly or through others. Keys count
 * here whether or not they identify, so what is outside can be left alone.
 */
export class Neighbourhood {
  readonly #claimsByKey = new Map<string, Set<string>>();
  readonly #keysByClaim = new Map<string, readonly string[]>();
  readonly #pinned = new Map<string, Set<string>>();

  /** Notes the keys of a claim, in the place of those noted before. */
  place(claim: string, keys: readonly string[]): void {
    this.remove(claim);
    this.#keysByClaim.set(claim, keys);
    for (const key of keys) {
      const claims = this.#claimsByKey.get(key);
      if (claims) claims.add(claim);
      else this.#claimsByKey.set(key, new Set([claim]));
    }
  }

  remove(claim: string): void {
    for (const key of this.#keysByClaim.get(claim) ?? []) {
      const claims = this.#claimsByKey.get(key);
      claims?.delete(claim);
      if (claims?.size === 0) this.#claimsByKey.delete(key);
    }
    this.#keysByClaim.delete(claim);
  }

  /** Notes that a pin speaks of two claims, also when one of them is not there now. */
  connect(one: string, other: string): void {
    this.#pinned.set(one, (this.#pinned.get(one) ?? new Set()).add(other));
    this.#pinned.set(other, (this.#pinned.get(other) ?? new Set()).add(one));
  }

  /** The claim and everything that it is connected to. */
  around(claim: string): Set<string> {
    const reached = new Set<string>([claim]);
    const visitedKeys = new Set<string>();
    for (const current of reached) {
      for (const other of this.#pinned.get(current) ?? []) reached.add(other);
      for (const key of this.#keysByClaim.get(current) ?? []) {
        if (visitedKeys.has(key)) continue;
        visitedKeys.add(key);
        for (const other of this.#claimsByKey.get(key) ?? []) reached.add(other);
      }
    }
    return reached;
  }
}
