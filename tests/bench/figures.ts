/** One row of a bench: what was measured, ours, and the peer's. */
export interface Figure {
  readonly what: string;
  readonly ours: string;
  readonly peer?: string;
}

/** Prints rows in columns, under the peer's name. */
export function printFigures(peer: string, figures: readonly Figure[]): void {
  const rows: Figure[] = [{ what: "", ours: "HomelabCmd", peer }, ...figures];
  const width = (pick: (row: Figure) => string) => Math.max(...rows.map((row) => pick(row).length));
  const [first, second] = [width(({ what }) => what), width(({ ours }) => ours)];
  for (const { what, ours, peer: theirs = "" } of rows) {
    console.log(`  ${what.padEnd(first)}  ${ours.padStart(second)}  ${theirs}`.trimEnd());
  }
}

/** The value below which the given share (0..1) of a sorted list lies. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString("en")}/s`;
