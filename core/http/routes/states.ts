import type { Entity } from "../../sdk/index.ts";
import { selectEntities } from "../../states/selection.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { entityPatterns } from "../wire/entity-patterns.ts";
import { stateSchema, stateToWire } from "../wire/state.ts";

/** Current values. */
export function addStateRoutes(routes: Routes, house: House, owner: string): void {
  const { entities, states } = house;
  const common = { method: "GET", tag: "Entities", scope: "viewer" } as const;

  routes.add(
    {
      ...common,
      path: "/states",
      operationId: "list_states",
      summary: "List current values",
      conditional: true,
      request: { query: { type: "object", properties: { entity_id: entityPatterns } } },
      responses: {
        200: {
          description: "The chosen states, or all.",
          body: {
            title: "StateList",
            type: "object",
            description: "States with their entities.",
            required: ["states", "total"],
            properties: {
              states: { type: "array", items: stateSchema, description: "In no order." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    ({ query }) => {
      const { entity_id: chosen } = query as { entity_id?: string[] };
      const list = select(chosen).flatMap((entity) => {
        const state = states.get(entity.id);
        return state ? [stateToWire(entity, state)] : [];
      });
      return { states: list, total: list.length };
    },
    owner,
  );

  function select(chosen: readonly string[] | undefined): Entity[] {
    return chosen ? selectEntities(entities, chosen, "entity_id") : [...entities.list()];
  }
}
