import type { ConfigSource } from "./config-source.ts";
import type { Override } from "./overrides.ts";
import { label } from "./schema-problems.ts";
import type { Setting } from "./setting.ts";

/** Why a setting cannot be edited here, or `undefined` when it can: something else than the text decides it, or a part of it. */
export function whyLocked(
  source: ConfigSource,
  overrides: readonly Override[],
  path: readonly string[],
): string | undefined {
  const override = overrides.find((each) => isWithin(each.path, path) || isWithin(path, each.path));
  if (override)
    return `${label(override.path)} is set by ${override.variable} in the environment, which wins over the file`;
  const along = source.along(path);
  for (const [depth, setting] of along.entries()) {
    const reason = standsFor(setting);
    if (reason) return `${label(path.slice(0, depth))} ${reason}`;
  }
  const target = along.length > path.length ? along.at(-1) : undefined;
  return target && firstLockBelow(target, path);
}

function firstLockBelow(setting: Setting, path: readonly string[]): string | undefined {
  for (const [name, child] of setting.children) {
    const here = [...path, name];
    const reason = standsFor(child);
    if (reason) return `${label(here)} ${reason}`;
    const below = firstLockBelow(child, here);
    if (below) return below;
  }
  return undefined;
}

function standsFor({ origin, at }: Setting): string | undefined {
  switch (origin.kind) {
    case "secret":
      return `comes from secrets.yaml (!secret ${origin.name}); edit it there`;
    case "variable":
      return `comes from the environment (${origin.name}); edit the file ${at.file.name} by hand`;
    case "include":
      return `stands in ${at.file.name}, which is included; edit that file by hand`;
    case "alias":
      return `is shared through the anchor &${origin.name}; edit the file ${at.file.name} by hand`;
    case "broken":
      return "cannot be read; repair the file first";
    case "text":
      return undefined;
  }
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return outer.every((segment, index) => inner[index] === segment);
}
