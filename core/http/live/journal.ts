/** Most removals remembered. A page that was away for longer gets a snapshot. */
const mostRemovals = 10_000;

/**
 * Remembers for each thing the sequence number of its last change, so that a page which was away gets exactly what changed since. There is no replay buffer: memory grows with the things, not with the changes.
 */
export class ChangeJournal {
  readonly #changed = new Map<string, number>();
  readonly #removed = new Map<string, number>();
  #sequence = 0;
  #forgottenUntil = 0;

  /** Number of the newest change. */
  get sequence(): number {
    return this.#sequence;
  }

  changed(key: string): void {
    if (this.#removed.size > 0) this.#removed.delete(key);
    this.#changed.set(key, ++this.#sequence);
  }

  removed(key: string): void {
    this.#changed.delete(key);
    this.#removed.delete(key);
    this.#removed.set(key, ++this.#sequence);
    if (this.#removed.size <= mostRemovals) return;
    const oldest = this.#removed.entries().next().value;
    if (!oldest) return;
    this.#removed.delete(oldest[0]);
    this.#forgottenUntil = oldest[1];
  }

  /** What changed after `sequence`, in the order of its last change, or `undefined` when that is longer ago than is remembered, or never was. */
  since(sequence: number): { readonly changed: readonly string[]; readonly removed: readonly string[] } | undefined {
    if (!(sequence >= this.#forgottenUntil && sequence <= this.#sequence)) return undefined;
    return { changed: after(this.#changed, sequence), removed: after(this.#removed, sequence) };
  }
}

function after(map: ReadonlyMap<string, number>, sequence: number): string[] {
  const entries = [...map].filter(([, at]) => at > sequence);
  return entries.sort(([, one], [, other]) => one - other).map(([key]) => key);
}
