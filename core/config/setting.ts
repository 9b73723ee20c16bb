import type { YamlFile } from "./yaml-file.ts";

/** Where in which file something is written. */
export interface Place {
  readonly file: YamlFile;
  readonly offset: number;
}

/** What to point at: the name of a setting, or what it is set to. */
export type PositionOf = "key" | "value";

/**
 * How a value came to be: it stands in the file, or something in the file stands for it. A broken one could not be read, which is
 * a problem of its own.
 */
export type Origin =
  | { readonly kind: "text" }
  | { readonly kind: "broken" }
  | { readonly kind: "secret"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "include"; readonly name: string }
  | { readonly kind: "alias"; readonly name: string };

/** A value of the configuration, with everything below it. */
export interface Setting {
  /** Plain data; `null` when nothing is written. */
  readonly value: unknown;
  readonly key: Place;
  readonly at: Place;
  readonly origin: Origin;
  /** By name, or by index in a list. */
  readonly children: ReadonlyMap<string, Setting>;
}

/** The settings on the way to a path, from the root on; as many as are written. */
export function settingsAlong(root: Setting, path: readonly string[]): readonly Setting[] {
  const found = [root];
  for (const segment of path) {
    const next = found.at(-1)?.children.get(segment);
    if (!next) return found;
    found.push(next);
  }
  return found;
}

/** Whether a value must not be shown: it comes from secrets.yaml or from the environment. */
export function isHidden({ kind }: Origin): boolean {
  return kind === "secret" || kind === "variable";
}
