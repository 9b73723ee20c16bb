import type { EntityAttributes } from "../../../core/sdk/index.ts";
import type { DashboardEntity } from "../../sdk/index.ts";

/** Things that were lost together went within so many milliseconds. */
const together = 1000;

/** One thing of a machine, such as a disk or a container, put together from its entities. */
export class Thing {
  readonly name: string;
  readonly #entities = new Map<string, DashboardEntity>();

  constructor(name: string) {
    this.name = name;
  }

  add(entity: DashboardEntity): void {
    this.#entities.set(entity.key, entity);
  }

  /** Whether the agent still reports it. */
  get available(): boolean {
    return [...this.#entities.values()].some(({ available }) => available);
  }

  /** When it last became different, in Unix milliseconds. */
  get changedAt(): number {
    return Math.max(...[...this.#entities.values()].map(({ changedAt }) => changedAt));
  }

  number(key: string): number | null {
    const value = this.#entities.get(key)?.value;
    return typeof value === "number" ? value : null;
  }

  text(key: string): string | null {
    const value = this.#entities.get(key)?.value;
    return typeof value === "string" ? value : null;
  }

  flag(key: string): boolean | null {
    const value = this.#entities.get(key)?.value;
    return typeof value === "boolean" ? value : null;
  }

  /** What is said beside the value of whichever of its entities is there. */
  attributeOfAny(name: string): EntityAttributes[string] {
    const [first] = this.#entities.values();
    return first?.attributes[name] ?? null;
  }

  /** What is said beside the value of one of its entities. */
  attribute(key: string, name: string): EntityAttributes[string] {
    return this.#entities.get(key)?.attributes[name] ?? null;
  }
}

/**
 * The things that entities of these keys speak of, by name. What is gone is left out; when the whole machine is, those that were there
 * until then are shown.
 */
export function thingsOf(entities: readonly DashboardEntity[], isOfKind: (key: string) => boolean): readonly Thing[] {
  const byName = new Map<string, Thing>();
  for (const entity of entities) {
    if (entity.instance === null || !isOfKind(entity.key)) continue;
    const thing = byName.get(entity.instance) ?? new Thing(entity.instance);
    thing.add(entity);
    byName.set(entity.instance, thing);
  }
  const all = [...byName.values()].sort((one, other) => one.name.localeCompare(other.name));
  const available = all.filter((thing) => thing.available);
  if (available.length > 0) return available;
  const lostAt = Math.max(...all.map(({ changedAt }) => changedAt));
  return all.filter(({ changedAt }) => lostAt - changedAt <= together);
}
