const longest = 100;

/** `wanted`, or when it is taken `wanted-2`, `wanted-3` … */
export function freeSlug(wanted: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    const slug = wanted.slice(0, longest - ending.length) + ending;
    if (!isTaken(slug)) return slug;
  }
}
