import { isDeepStrictEqual } from "node:util";
import type { Change } from "./edit.ts";
import { applyStep, isPlainMap } from "./yaml-edit/steps.ts";

/**
 * The changes that turn one value of a block into another. Compare with the value that has its defaults, so that a default which
 * nobody wrote stays unwritten. Lists are compared as a whole.
 */
export function changesBetween(before: unknown, after: unknown, path: readonly string[]): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isPlainMap(before) || !isPlainMap(after)) return [{ path, value: after }];
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [
    ...Object.entries(after).flatMap(([name, value]) =>
      changesBetween(Object.hasOwn(before, name) ? before[name] : undefined, value, [...path, name]),
    ),
    ...removed.map((name) => ({ path: [...path, name], value: undefined })),
  ];
}

/** What a block has to say that is not its default, as one value. */
export function withoutDefaults(defaults: unknown, value: unknown): unknown {
  const changes = changesBetween(defaults, value, []).filter((change) => change.value !== undefined);
  const steps = changes.map((change) => ({ kind: "set", path: change.path, value: change.value }) as const);
  return steps.reduce<unknown>(applyStep, {});
}
