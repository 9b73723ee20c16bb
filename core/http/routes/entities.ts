import { PlatformError } from "../../errors.ts";
import { isRecordedAsNumbers } from "../../recorder/history.ts";
import type { Entity } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";

const text = (description: string) => ({ type: "string", description }) as const;
const maybe = (description: string) => ({ type: ["string", "null"], description }) as const;
const params = {
  type: "object",
  properties: { id: { type: "string", minLength: 1, maxLength: 600, description: "The entity's id." } },
} as const;

const entitySchema = {
  type: "object",
  required: ["id", "device", "key", "name", "integration", "record", "is_hidden", "keep_days", "effective_keep_days"],
  properties: {
    id: text("Identifies it; the user may change it."),
    device: text("The device's prefix, for a machine its id."),
    key: text("What it measures."),
    instance: maybe("Which one, where a device has several."),
    name: text("For people: the user's name, else the integration's."),
    original_name: text("The integration's name."),
    unit: maybe("Symbol of its unit."),
    integration: text("Who made it."),
    record: { enum: ["samples", "counter", "changes", "none"], description: "How its history is kept." },
    is_hidden: { type: "boolean", description: "Not shown on dashboards." },
    keep_days: {
      type: ["integer", "null"],
      description: "How many days its readings are kept by the user's word; null: as config.yaml says.",
    },
    effective_keep_days: {
      type: ["integer", "null"],
      description: "How many days its readings are kept; null for an entity that is not recorded as numbers.",
    },
  },
} as const;

interface Changes {
  readonly id?: string;
  readonly name?: string | null;
  readonly is_hidden?: boolean;
  readonly keep_days?: number | null;
}

/** The entities themselves: their names and settings. A rename keeps the history. */
export function addEntityRoutes(routes: Routes, house: House, owner: string): void {
  const { bus, entities, retention, states } = house;
  const common = { tag: "Entities" } as const;
  const body = { description: "The entity.", body: entitySchema } as const;
  const missing = { description: "There is no such entity." } as const;

  routes.add(
    {
      ...common,
      method: "GET",
      path: "/entities",
      operationId: "list_entities",
      summary: "List the entities with their settings",
      scope: "viewer",
      responses: {
        200: {
          description: "Every entity.",
          body: {
            type: "object",
            required: ["entities", "total"],
            properties: {
              entities: { type: "array", items: entitySchema, description: "In no order." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const list = [...entities.list()].map((entity) => entityToWire(entity, retention));
      return { entities: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "PATCH",
      path: "/entities/:id",
      operationId: "update_entity",
      summary: "Rename or hide an entity, or keep its readings for another time",
      scope: "admin",
      request: {
        params,
        body: {
          type: "object",
          additionalProperties: false,
          properties: {
            id: { type: "string", maxLength: 255, description: "A new id: <device>.<key>." },
            name: { type: ["string", "null"], minLength: 1, maxLength: 200, description: "null: the original name." },
            is_hidden: { type: "boolean", description: "Whether dashboards leave it out." },
            keep_days: {
              type: ["integer", "null"],
              minimum: 1,
              maximum: 36_500,
              description:
                "How many days its readings are kept as they came; null: as config.yaml says. A shorter time deletes the older ones within hours, and leaves rows of five minutes and of hours.",
            },
          },
          examples: [{ name: "Processor", keep_days: 30 }],
        },
      },
      responses: { 200: body, 404: missing, 409: { description: "The new id is taken." } },
    },
    async ({ params, body }) => {
      const entity = find((params as Record<string, string>)["id"]);
      const { id, name, is_hidden: isHidden, keep_days: keepDays } = body as Changes;
      const before = entity.id;
      if (id !== undefined && id !== before) {
        entities.rename(before, id);
        states.rename(before, id);
      }
      entities.change(entity.id, {
        ...(name === undefined ? {} : { name }),
        ...(isHidden === undefined ? {} : { isHidden }),
        ...(keepDays === undefined ? {} : { keepDays }),
      });
      await entities.save();
      bus.emit("entity_changed", { entityId: entity.id });
      return entityToWire(entity, retention);
    },
    owner,
  );

  routes.add(
    {
      ...common,
      method: "DELETE",
      path: "/entities/:id",
      operationId: "delete_entity",
      summary: "Remove an entity that is no longer reported; when it comes back, its settings and history do too",
      scope: "admin",
      request: { params },
      responses: {
        204: { description: "Removed." },
        404: missing,
        409: { description: "It is still reported." },
      },
    },
    ({ params }) => {
      const entity = find((params as Record<string, string>)["id"]);
      if (states.get(entity.id)?.available) {
        throw new PlatformError(
          "CONFLICT",
          `'${entity.id}' is still reported by ${entity.integration}; hide it instead`,
        );
      }
      states.remove(entity.id);
      entities.remove(entity.id);
    },
    owner,
  );

  function find(id = ""): Entity {
    const entity = entities.get(id);
    if (!entity) throw new PlatformError("NOT_FOUND", `The entity '${id}' does not exist`);
    return entity;
  }
}

function entityToWire(entity: Entity, retention: House["retention"]) {
  const { seriesId: _, groupId: __, originalName, isHidden, keepDays, ...shown } = entity;
  const { instance = null, unit = null } = entity;
  return {
    ...shown,
    instance,
    unit,
    original_name: originalName,
    is_hidden: isHidden,
    keep_days: keepDays,
    effective_keep_days: isRecordedAsNumbers(entity) ? retention.keepDaysOf(entity) : null,
  };
}
