/** How long an HTTP header `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) asks to wait, in seconds; `null` when it does not say. */
export function retryAfterSeconds(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
