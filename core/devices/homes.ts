import { freeSlug } from "./slug.ts";

/** The device that a claim got when it was first seen, and goes back to when it stands alone. */
export interface Home {
  readonly id: number;
  readonly slug: string;
  readonly createdAt: number;
}

/**
 * One home for each claim that was ever made, so that a source which comes back, or a merge that is undone, finds the ids and the
 * history of before.
 */
export class Homes {
  readonly #byId = new Map<number, Home>();
  readonly #bySlug = new Map<string, Home>();
  readonly #byClaim = new Map<string, Home>();
  readonly #claimById = new Map<number, string>();
  #lastId = 0;

  /** Takes over what was stored. */
  restore(home: Home, claim: string | null): void {
    this.#byId.set(home.id, home);
    this.#bySlug.set(home.slug, home);
    this.#lastId = Math.max(this.#lastId, home.id);
    if (claim !== null) this.#settle(claim, home);
  }

  get(id: number): Home | undefined {
    return this.#byId.get(id);
  }

  withSlug(slug: string): Home | undefined {
    return this.#bySlug.get(slug);
  }

  of(claim: string): Home | undefined {
    return this.#byClaim.get(claim);
  }

  /** The claim that lives there. */
  claimOf(id: number): string | undefined {
    return this.#claimById.get(id);
  }

  /** Makes a home for a claim; without a wish the slug is made of its number. */
  create(claim: string, wantedSlug: string | undefined, now: number): Home {
    const id = this.#lastId + 1;
    const slug = freeSlug(wantedSlug ?? `device-${id}`, (taken) => this.#bySlug.has(taken));
    const home = { id, slug, createdAt: now };
    this.restore(home, claim);
    return home;
  }

  /** Gives a home to another claim, or to none. */
  give(home: Home, claim: string | undefined): void {
    const before = this.#claimById.get(home.id);
    if (before !== undefined) this.#byClaim.delete(before);
    this.#claimById.delete(home.id);
    if (claim !== undefined) this.#settle(claim, home);
  }

  /** Lets two claims change homes. */
  swap(one: string, other: string): void {
    const [first, second] = [this.#byClaim.get(one), this.#byClaim.get(other)];
    if (!first || !second) return;
    this.#settle(one, second);
    this.#settle(other, first);
  }

  /** Takes back the home of a claim that could not be stored. Its number is not given again. */
  remove(claim: string): void {
    const home = this.#byClaim.get(claim);
    if (!home) return;
    this.#byClaim.delete(claim);
    this.#claimById.delete(home.id);
    this.#byId.delete(home.id);
    this.#bySlug.delete(home.slug);
  }

  #settle(claim: string, home: Home): void {
    this.#byClaim.set(claim, home);
    this.#claimById.set(home.id, claim);
  }
}
