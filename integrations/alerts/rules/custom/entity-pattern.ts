import type { Entity } from "../../../../core/sdk/index.ts";

/** Which entities a rule is about: an id, `nas.*` (everything of one device) or `*.cpu_percent` (one key everywhere, all instances). */
export interface EntityPattern {
  /** Keys that it may match; `null`: any. */
  readonly keys: readonly string[] | null;
  matches(entity: Entity): boolean;
}

/** JSON schema of a pattern. */
export const entityPatternSchema = {
  type: "string",
  maxLength: 600,
  pattern: "^([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){1,2}|[A-Za-z0-9_-]+\\.\\*|\\*\\.[A-Za-z0-9_-]+)$",
  examples: ["nas.cpu_percent", "*.cpu_percent", "nas.*"],
  description: "An entity's id, *.<key> for that key on every machine, or <machine>.* for everything of one.",
} as const;

/** Reads a pattern, which the schema has checked. */
export function parseEntityPattern(pattern: string): EntityPattern {
  const [device = "", key = ""] = pattern.split(".");
  if (device === "*") return { keys: [key], matches: (entity) => entity.key === key };
  if (key === "*") return { keys: null, matches: (entity) => entity.device === device };
  return { keys: [key], matches: (entity) => entity.id === pattern };
}
