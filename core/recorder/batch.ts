const firstCapacity = 256;

/** Readings in the order in which they came, in columns, as the journal takes them. The columns may be longer than there are readings. */
export class Batch {
  seriesIds = new Int32Array(firstCapacity);
  at = new Float64Array(firstCapacity);
  values = new Float64Array(firstCapacity);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(seriesId: number, at: number, value: number): void {
    if (this.#length === this.at.length) this.#grow();
    this.seriesIds[this.#length] = seriesId;
    this.at[this.#length] = at;
    this.values[this.#length++] = value;
  }

  /** Adds what another one has. */
  append(other: Batch): void {
    for (let index = 0; index < other.length; index++) {
      this.add(other.seriesIds[index] as number, other.at[index] as number, other.values[index] as number);
    }
  }

  /** Forgets everything, and keeps the room for as much again. */
  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    const { seriesIds, at, values } = this;
    this.seriesIds = new Int32Array(this.#length * 2);
    this.at = new Float64Array(this.#length * 2);
    this.values = new Float64Array(this.#length * 2);
    this.seriesIds.set(seriesIds);
    this.at.set(at);
    this.values.set(values);
  }
}
