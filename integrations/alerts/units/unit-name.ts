/** The kinds of units; systemd.unit(5). */
const kinds = "service|socket|device|mount|automount|swap|target|path|timer|slice|scope";
const hasKind = new RegExp(`\\.(?:${kinds})$`);
const isTemplate = new RegExp(`@(?:\\.(?:${kinds}))?$`);

/** What systemctl takes for the name of a unit, and not for an option or a pattern; systemd.unit(5). */
export const unitNamePattern = "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]{0,254}$";
const form = new RegExp(unitNamePattern);

/** The one name that a unit goes by here: what has no kind is a service, so `nginx.service` is `nginx`, and `a.timer.service` stays. */
export function canonicalUnit(name: string): string {
  const short = name.endsWith(".service") ? name.slice(0, -".service".length) : name;
  return short === "" || hasKind.test(short) ? name : short;
}

/** What is wrong with the name of a unit, in words that stand after it; `null` when nothing is. */
export function whyNoUnit(name: string): string | null {
  if (!form.test(name)) return "is no name of a systemd unit: use letters, digits and : _ . \\ @ -, at most 255";
  if (isTemplate.test(name)) return "is a template: name one of its instances, such as wg-quick@wg0";
  return null;
}
