import { inOrder, type Samples } from "./samples.ts";

/** Readings of one piece of the log: 20 bytes each. */
const pieceSize = 4096;
const firstSeries = 1024;
/** There is none before. Places are counted from 1, so that fresh memory says so. */
const none = 0;

/** A piece of the log, in columns. `before` is the place of the reading of the same series before each, `none` for its first one. */
class Piece {
  readonly at = new Float64Array(pieceSize);
  readonly values = new Float64Array(pieceSize);
  readonly before = new Int32Array(pieceSize);
}

/**
 * The newest readings, in memory until they are packed. On disk they are in the journal. They lie one after the other as they came, each
 * with the place of the one before it of its series: adding one touches little memory, however many series there are.
 */
export class Tail {
  readonly #pieces: Piece[] = [];
  /** The place of the newest reading of each series. */
  #newest = new Int32Array(firstSeries);
  #length = 0;
  #size = 0;

  /** How many readings there are. */
  get size(): number {
    return this.#size;
  }

  add(seriesId: number, at: number, value: number): void {
    if (seriesId >= this.#newest.length) this.#makeRoomFor(seriesId);
    const index = this.#length % pieceSize;
    if (index === 0) this.#pieces.push(new Piece());
    const piece = this.#pieces.at(-1) as Piece;
    piece.at[index] = at;
    piece.values[index] = value;
    piece.before[index] = this.#newest[seriesId] as number;
    this.#newest[seriesId] = ++this.#length;
    this.#size++;
  }

  *seriesIds(): Iterable<number> {
    for (let seriesId = 0; seriesId < this.#newest.length; seriesId++) {
      if (this.#newest[seriesId] !== none) yield seriesId;
    }
  }

  /** What there is of a series, in order of time. */
  samplesOf(seriesId: number): Samples | undefined {
    let index = this.#countOf(seriesId);
    if (index === 0) return undefined;
    const samples = { at: new Float64Array(index), values: new Float64Array(index) };
    for (const [piece, place] of this.#backwards(seriesId)) {
      samples.at[--index] = piece.at[place] as number;
      samples.values[index] = piece.values[place] as number;
    }
    return inOrder(samples);
  }

  /** Forgets a series. */
  drop(seriesId: number): void {
    this.#size -= this.#countOf(seriesId);
    if (seriesId < this.#newest.length) this.#newest[seriesId] = none;
  }

  #countOf(seriesId: number): number {
    let count = 0;
    for (const _ of this.#backwards(seriesId)) count++;
    return count;
  }

  /** The readings of a series, the newest first. */
  *#backwards(seriesId: number): Iterable<readonly [piece: Piece, index: number]> {
    for (let place = this.#newest[seriesId] ?? none; place !== none; ) {
      const piece = this.#pieces[Math.floor((place - 1) / pieceSize)] as Piece;
      const index = (place - 1) % pieceSize;
      yield [piece, index];
      place = piece.before[index] as number;
    }
  }

  #makeRoomFor(seriesId: number): void {
    const more = new Int32Array(Math.max(seriesId + 1, this.#newest.length * 2));
    more.set(this.#newest);
    this.#newest = more;
  }
}
