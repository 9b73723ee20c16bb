/** The part of an entity that patterns speak of. */
interface Named {
  readonly id: string;
  readonly device: string;
  readonly key: string;
}

/** Every pattern that names an entity: its id, all of its device, its key on every device. */
export function patternsOf({ id, device, key }: Named): readonly [string, string, string] {
  return [id, `${device}.*`, `*.${key}`];
}

/** The fewest patterns that name everything wanted: exact ids that a wider pattern covers are left out. Sorted. */
export function coveringPatterns(wanted: Iterable<string>): readonly string[] {
  const all = new Set(wanted);
  return [...all].filter((pattern) => !isCovered(pattern, all)).sort();
}

/** Ids are `<device>.<key>` or `<device>.<key>.<instance>`, and no part holds a dot. */
function isCovered(pattern: string, all: ReadonlySet<string>): boolean {
  const [device, key] = pattern.split(".", 2);
  if (device === "*" || key === "*") return false;
  return all.has(`${device}.*`) || all.has(`*.${key}`);
}
