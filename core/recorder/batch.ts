/** Readings in the order in which they came, in columns, as the journal takes them. */
export class Batch {
  readonly seriesIds: number[] = [];
  readonly at: number[] = [];
  readonly values: number[] = [];

  get length(): number {
    return this.at.length;
  }

  add(seriesId: number, at: number, value: number): void {
    this.seriesIds.push(seriesId);
    this.at.push(at);
    this.values.push(value);
  }

  /** Adds what another one has. */
  append(other: Batch): void {
    for (let index = 0; index < other.length; index++) {
      this.add(other.seriesIds[index] as number, other.at[index] as number, other.values[index] as number);
    }
  }
}
