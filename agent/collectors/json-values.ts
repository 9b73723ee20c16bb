/** Reads JSON of another program, whatever it is: `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at a path of names; `undefined` where there is none. */
export function valueAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null ? (found as Record<string, unknown>)[name] : undefined,
    value,
  );
}

/** The number at a path of names, if it is finite. */
export function numberAt(value: unknown, ...names: readonly string[]): number | null {
  const found = valueAt(value, ...names);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

/** The text at a path of names, trimmed; an empty one is unknown. */
export function textAt(value: unknown, ...names: readonly string[]): string | null {
  const found = valueAt(value, ...names);
  return typeof found === "string" ? found.trim() || null : null;
}

/** The list at a path of names; empty where there is none. */
export function listAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...names);
  return Array.isArray(found) ? found : [];
}
