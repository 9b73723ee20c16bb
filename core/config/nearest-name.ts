import { closest, distance } from "fastest-levenshtein";

/** Up to this length a name may be off by one letter only; two swapped letters count as two. */
const shortName = 3;

/** The allowed name that was probably meant, or `undefined` when none is close: up to a third of the letters may differ. */
export function nearestName(written: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const candidate = closest(written, [...allowed]);
  const most = candidate.length <= shortName ? 1 : Math.max(2, Math.floor(candidate.length / 3));
  return distance(written, candidate) <= most ? candidate : undefined;
}

/** `did you mean "listen"? Allowed: name, listen` for a name that is not allowed. */
export function adviceFor(written: string, allowed: readonly string[]): string {
  const nearest = nearestName(written, allowed);
  const question = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  const choices = allowed.length === 0 ? "" : `${question ? "" : "."} Allowed: ${allowed.join(", ")}`;
  return `${question}${choices}`;
}
