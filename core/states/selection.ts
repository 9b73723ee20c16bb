import { PlatformError } from "../errors.ts";
import type { Entity } from "../sdk/index.ts";

/** Chooses entities. */
export type Selection = (entity: Entity) => boolean;

/** Most patterns in one request. */
const maxPatterns = 1000;

/**
 * Reads patterns: an exact entity id, `nas.*` (everything of one device), `*.cpu_percent` (one key on every device, all its
 * instances). Throws `VALIDATION_ERROR` for anything else with a star, naming the request's `field`.
 */
export function parseSelection(patterns: readonly string[], field: string): Selection {
  if (patterns.length > maxPatterns) {
    throw new PlatformError("VALIDATION_ERROR", `At most ${maxPatterns} entity patterns in one request`, { field });
  }
  const ids = new Set<string>();
  const devices = new Set<string>();
  const keys = new Set<string>();
  for (const pattern of patterns) {
    const [device, key, ...rest] = pattern.split(".");
    if (!pattern.includes("*")) ids.add(pattern);
    else if (key === "*" && device && !device.includes("*") && rest.length === 0) devices.add(device);
    else if (device === "*" && key && !key.includes("*") && rest.length === 0) keys.add(key);
    else {
      const message = `"${pattern}" is not an entity pattern; use an entity id, <device>.* or *.<key>`;
      throw new PlatformError("VALIDATION_ERROR", message, { field });
    }
  }
  return (entity) => ids.has(entity.id) || devices.has(entity.device) || keys.has(entity.key);
}

/** Where entities are looked up. */
interface Entities {
  list(): Iterable<Entity>;
  get(id: string): Entity | undefined;
  ofDevice(device: string): Iterable<Entity>;
}

/** The entities that patterns choose, each once. Ids and devices are looked up; only a key is looked for in all of them. */
export function selectEntities(entities: Entities, patterns: readonly string[], field: string): Entity[] {
  const selection = parseSelection(patterns, field);
  if (patterns.some((pattern) => pattern.startsWith("*"))) return [...entities.list()].filter(selection);
  const found = patterns.flatMap((pattern) => {
    if (pattern.endsWith(".*")) return [...entities.ofDevice(pattern.slice(0, -2))];
    return entities.get(pattern) ?? [];
  });
  return [...new Set(found)];
}
