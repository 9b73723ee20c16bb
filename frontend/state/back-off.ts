const firstMilliseconds = 500;
const longestMilliseconds = 20_000;

/**
 * How long to wait after so many failures in a row: doubling, with half of it left to chance so that a hundred screens do
 * not come back to a restarted hub at the same moment. `random` is from 0 to 1.
 */
export function backOffMilliseconds(failures: number, random: number): number {
  const ceiling = Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
