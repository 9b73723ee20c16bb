/** Whether one semantic version comes before another (semver.org, 11), as far as the three numbers and "it is a pre-release" go. */
export function isOlderVersion(one: string, other: string): boolean {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  const difference = left.map((number, index) => number - (right[index] ?? 0)).find((gap) => gap !== 0);
  return (difference ?? 0) < 0;
}

/** Three numbers, and 0 for a pre-release, else 1. A text that is no version counts as the oldest of all. */
function numbersOf(version: string): readonly number[] {
  const match = /^(\d+)\.(\d+)\.(\d+)(-)?/.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3]), match[4] ? 0 : 1] : [0, 0, 0, 0];
}
