import type { Entity, EntityState } from "../../sdk/index.ts";

/** An entity and its current value as they go over the wire. */
export function stateToWire(entity: Entity, state: EntityState) {
  return {
    id: entity.id,
    device: entity.device,
    key: entity.key,
    instance: entity.instance ?? null,
    name: entity.name,
    unit: entity.unit ?? null,
    value: state.value,
    available: state.available,
    changed_at: new Date(state.changedAt).toISOString(),
    updated_at: new Date(state.updatedAt).toISOString(),
    attributes: state.attributes,
  };
}

/** JSON schema of `stateToWire`. */
export const stateSchema = {
  title: "State",
  type: "object",
  description: "An entity and what it is worth now.",
  required: ["id", "device", "key", "name", "value", "available", "changed_at", "updated_at", "attributes"],
  properties: {
    id: { type: "string", description: "Identifies the entity; not to be taken apart." },
    device: { type: "string", description: "The device's prefix, for a machine its id." },
    key: { type: "string", description: "What it measures: cpu_percent." },
    instance: {
      type: ["string", "null"],
      description: "Which one, where a device has several: a mount, an interface.",
    },
    name: { type: "string", description: "For people." },
    unit: { type: ["string", "null"], description: "Symbol of the unit: %, B/s." },
    value: { type: ["number", "string", "boolean", "null"], description: "The last known value; null is unknown." },
    available: { type: "boolean", description: "False while the source is lost." },
    changed_at: { type: "string", format: "date-time", description: "When it last became different." },
    updated_at: { type: "string", format: "date-time", description: "When the source last confirmed it." },
    attributes: {
      type: "object",
      description: "Facts that explain the value.",
      additionalProperties: { type: ["number", "string", "boolean", "null"], description: "One fact." },
    },
  },
} as const;
