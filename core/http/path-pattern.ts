/** Whether a path, such as `/machines/nas`, is one of those that a route's pattern, `/machines/:id`, means. */
export function matchesPath(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.replace(/\/$/, "").split("/")];
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => (segment.startsWith(":") ? given[index] !== "" : segment === given[index]));
}
