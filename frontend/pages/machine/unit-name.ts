/** The kinds of units; systemd.unit(5). */
const hasKind = /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** The one name that the hub knows a unit by: `nginx.service` is `nginx`, and `a.timer.service` stays. */
export function canonicalUnit(name: string): string {
  const short = name.replace(/\.service$/, "");
  return short === "" || hasKind.test(short) ? name : short;
}
