import { isDeepStrictEqual } from "node:util";

/** The smallest edits of a text: each touches one setting or one item of a list. */
export type Step =
  | { readonly kind: "set"; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: "insert"; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: "delete"; readonly path: readonly string[] };

/** The steps, to be taken one after the other, that turn data into other data. What is equal is not touched. */
export function stepsBetween(before: unknown, after: unknown, path: readonly string[] = []): Step[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isPlainMap(before) && isPlainMap(after)) return mapSteps(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return listSteps(before, after, path);
  return [{ kind: "set", path, value: after }];
}

/** A map of settings, as YAML and JSON bring them. */
export function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapSteps(before: Readonly<Record<string, unknown>>, after: typeof before, path: readonly string[]): Step[] {
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const kept = Object.keys(before).filter((name) => Object.hasOwn(after, name));
  return [
    ...kept.flatMap((name) => stepsBetween(before[name], after[name], [...path, name])),
    ...added.map((name) => ({ kind: "set", path: [...path, name], value: after[name] }) as const),
    ...removed.map((name) => ({ kind: "delete", path: [...path, name] }) as const),
  ];
}

/** Items are compared from both ends, so that one which comes or goes leaves the others, and their comments, alone. */
function listSteps(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): Step[] {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && isDeepStrictEqual(before[first], after[first])) first++;
  let last = 0;
  while (last < shorter - first && isDeepStrictEqual(before.at(-1 - last), after.at(-1 - last))) last++;
  const at = (index: number) => [...path, String(index)];
  const changed = indexes(first, shorter - last);
  const added = indexes(shorter - last, after.length - last);
  const removed = indexes(shorter - last, before.length - last).reverse();
  return [
    ...changed.flatMap((index) => stepsBetween(before[index], after[index], at(index))),
    ...added.map((index) => ({ kind: "insert", path: at(index), value: after[index] }) as const),
    ...removed.map((index) => ({ kind: "delete", path: at(index) }) as const),
  ];
}

function indexes(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** Data after a step, as a copy. */
export function applyStep(data: unknown, { path, ...step }: Step): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return step.kind === "delete" ? undefined : step.value;
  if (Array.isArray(data)) return applyToList(data, Number(name), { path: rest, ...step } as Step);
  const map = isPlainMap(data) ? data : {};
  const value = applyStep(Object.hasOwn(map, name) ? map[name] : undefined, { path: rest, ...step } as Step);
  const others = Object.entries(map);
  if (rest.length === 0 && step.kind === "delete")
    return Object.fromEntries(others.filter(([other]) => other !== name));
  // Entries, so that a name such as `__proto__` becomes the map's own.
  return Object.fromEntries(new Map(others).set(name, value));
}

function applyToList(list: readonly unknown[], index: number, step: Step): unknown[] {
  if (step.path.length > 0) return list.with(index, applyStep(list[index], step));
  if (step.kind === "insert") return list.toSpliced(index, 0, step.value);
  return step.kind === "delete" ? list.toSpliced(index, 1) : list.with(index, step.value);
}
