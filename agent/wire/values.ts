import { isoTime } from "../iso-time.ts";

type Unknown = null | undefined;

/** A number that the wire takes for a count or a size; anything else is unknown. */
export function amount(value: number | Unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** `value / unit` with so many decimals. More would be noise, and noise costs the hub's recorder room. */
export function rounded(value: number | Unknown, unit: number, decimals: number): number | null {
  const known = amount(value);
  return known === null ? null : amount(Number((known / unit).toFixed(decimals)));
}

/** A percentage with one decimal, held within 0..100. */
export function percent(value: number | Unknown): number | null {
  const known = rounded(value, 1, 1);
  return known === null ? null : Math.min(100, known);
}

/** What share of `whole` the `part` is, in percent; unknown where there is no whole. */
export function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : percent((part / whole) * 100);
}

/** `whole` less `rest`; unknown when the rest is more than the whole. */
export function difference(whole: number | Unknown, rest: number | Unknown): number | null {
  const known = amount(rest);
  return known === null ? null : amount((whole ?? Number.NaN) - known);
}

/** A text of the wire; empty is unknown. */
export function text(value: string | Unknown, mostCharacters: number): string | null {
  return value ? value.slice(0, mostCharacters) : null;
}

/** The last one whose year has four digits. */
const lastMoment = 253_402_300_799_999;

/** A moment of the wire, ISO 8601; `null` for one that no clock of a computer tells. */
export function moment(unixMilliseconds: number | Unknown): string | null {
  const at = unixMilliseconds ?? Number.NaN;
  return at >= 0 && at <= lastMoment ? isoTime(at) : null;
}

/** The same without what is unknown: of lists with many entries only that goes over the wire which is known. */
export function known<Entry extends object>(entry: Entry): Entry {
  const pairs = Object.entries(entry).filter(([, value]) => value !== null && value !== undefined);
  // Whatever may be null on the wire may be missing there too: see the schema.
  return Object.fromEntries(pairs) as Entry;
}
