/** Reads a number that cannot be negative, as the kernel prints it. `null` for anything else. */
export function parseCount(text: string | null | undefined): number | null {
  if (!text || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return null;
  const count = Number(text);
  return Number.isFinite(count) ? count : null;
}
