import type { ErrorObject } from "ajv/dist/2020.js";

/** What to put where, below a value. */
export interface Coercion {
  readonly path: readonly string[];
  readonly value: number | boolean;
}

/** How a text becomes what the schema asked for; `undefined` when it does not. */
export function coercionOf(error: ErrorObject, path: readonly string[]): Coercion | undefined {
  if (error.keyword !== "type" || typeof error.data !== "string") return undefined;
  const types = [error.params["type"]].flat();
  const text = error.data.trim();
  if (types.includes("boolean") && /^(true|false)$/.test(text)) return { path, value: text === "true" };
  const isNumber = types.includes("number") || types.includes("integer");
  if (isNumber && text !== "" && Number.isFinite(Number(text))) return { path, value: Number(text) };
  return undefined;
}

/** A value with another one at a place in it. Changes the maps and lists of the value itself. */
export function coerceAt(whole: unknown, { path, value }: Coercion): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = path.slice(0, -1).reduce((part, name) => (part as Record<string, unknown>)[name], whole);
  Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
  return whole;
}
