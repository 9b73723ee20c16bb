import type { EntityDefinition, InstancedEntity } from "../../../core/sdk/index.ts";
import type { Reading } from "../reading.ts";

/** What the rows of one kind of thing have in common. */
export type Instances<Item> = Pick<InstancedEntity<Reading, Item>, "instances" | "instance" | "attributes">;

/** What each row says for itself. */
export type InstancedRow<Item> = Pick<InstancedEntity<Reading, Item>, "key" | "name" | "unit" | "record" | "value">;

/** Rows about each thing of one kind: each disk, each container. */
export function instanced<Item>(
  common: Instances<Item>,
  rows: readonly InstancedRow<Item>[],
): readonly EntityDefinition<Reading>[] {
  return rows.map((row) => ({ ...common, ...row }) as EntityDefinition<Reading>);
}
