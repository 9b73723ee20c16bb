import { inOrder, type Samples } from "./samples.ts";

const firstCapacity = 16;

/** One series' readings in the order in which they came. */
class Column {
  #at = new Float64Array(firstCapacity);
  #values = new Float64Array(firstCapacity);
  #length = 0;

  add(at: number, value: number): void {
    if (this.#length === this.#at.length) this.#grow();
    this.#at[this.#length] = at;
    this.#values[this.#length++] = value;
  }

  /** In order of time; a copy where it had to be sorted, else a view of what is there now. */
  samples(): Samples {
    return inOrder({ at: this.#at.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) });
  }

  #grow(): void {
    const [at, values] = [new Float64Array(this.#length * 2), new Float64Array(this.#length * 2)];
    at.set(this.#at);
    values.set(this.#values);
    [this.#at, this.#values] = [at, values];
  }
}

/** The newest readings, in memory until they are packed. On disk they are in the journal. */
export class Tail {
  readonly #columns = new Map<number, Column>();
  #size = 0;

  /** How many readings there are. */
  get size(): number {
    return this.#size;
  }

  add(seriesId: number, at: number, value: number): void {
    let column = this.#columns.get(seriesId);
    if (!column) {
      column = new Column();
      this.#columns.set(seriesId, column);
    }
    column.add(at, value);
    this.#size++;
  }

  seriesIds(): Iterable<number> {
    return this.#columns.keys();
  }

  /** What there is of a series, in order of time. */
  samplesOf(seriesId: number): Samples | undefined {
    return this.#columns.get(seriesId)?.samples();
  }

  /** Forgets a series. */
  drop(seriesId: number): void {
    this.#size -= this.#columns.get(seriesId)?.samples().at.length ?? 0;
    this.#columns.delete(seriesId);
  }
}
