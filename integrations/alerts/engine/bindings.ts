import type { Entity, MachineReader, StateReader } from "../../../core/sdk/index.ts";
import type { Derived } from "../evaluation/derivation.ts";
import type { Watched } from "../evaluation/watch.ts";
import type { Rule, Subject } from "../rules/rule.ts";

/** A rule on one subject. */
export interface Binding {
  readonly rule: Rule;
  readonly subject: Subject;
  readonly watched: Watched;
}

/** A binding, and the entity that it is on. */
export interface BoundEntity {
  readonly binding: Binding;
  readonly entityId: string;
}

const none: readonly Binding[] = [];

/** Which rules judge which entities. Found when an entity is first heard of, and again when its machine became different. */
export class Bindings {
  readonly #states: StateReader;
  readonly #machines: MachineReader;
  readonly #isOff: (rule: Rule, subject: Subject) => boolean;
  readonly #byEntity = new Map<string, readonly Binding[]>();
  /** By device, those of its entities that something judges. */
  readonly #judgedOf = new Map<string, Set<string>>();
  readonly #rulesByKey = new Map<string, Rule[]>();
  readonly #general: readonly Rule[];
  readonly #rules: readonly Rule[];

  constructor(
    rules: readonly Rule[],
    readers: { readonly states: StateReader; readonly machines: MachineReader },
    isOff: (rule: Rule, subject: Subject) => boolean,
  ) {
    this.#states = readers.states;
    this.#machines = readers.machines;
    this.#isOff = isOff;
    this.#rules = rules;
    this.#general = rules.filter(({ keys }) => keys === null);
    for (const rule of rules) {
      for (const key of rule.keys ?? []) this.#rulesByKey.set(key, [...(this.#rulesByKey.get(key) ?? []), rule]);
    }
  }

  /** The rules that judge an entity. */
  of(entityId: string): readonly Binding[] {
    return this.#byEntity.get(entityId) ?? this.#bind(entityId);
  }

  /** The entities of a device that something judges. */
  judgedOf(device: string): Iterable<string> {
    const known = this.#judgedOf.get(device);
    if (known) return known;
    const judged = new Set<string>();
    this.#judgedOf.set(device, judged);
    for (const { id } of this.#states.entitiesOf(device)) if (this.of(id).length > 0) judged.add(id);
    return judged;
  }

  /** How many entities each rule judges, by its name. */
  counts(devices: readonly string[]): ReadonlyMap<string, number> {
    const entityIds = devices.flatMap((device) => [...this.judgedOf(device)]);
    const judging = entityIds.flatMap((entityId) => this.of(entityId).map(({ rule }) => rule.name));
    return new Map([...Map.groupBy(judging, (name) => name)].map(([name, all]) => [name, all.length]));
  }

  /** What is judged by something that is derived in that way, and not by readings as they come. */
  deriving(kind: Derived["kind"], devices: () => readonly string[]): readonly BoundEntity[] {
    if (!this.#rules.some(({ derives }) => derives === kind)) return [];
    const entityIds = devices().flatMap((device) => [...this.judgedOf(device)]);
    return entityIds.flatMap((entityId) => {
      const bindings = this.of(entityId).filter(({ watched }) => watched.derived?.kind === kind);
      return bindings.map((binding) => ({ binding, entityId }));
    });
  }

  /** Looks again at what judges the entities of a device: its tags or its interval became different. */
  forgetDevice(device: string): void {
    for (const { id } of this.#states.entitiesOf(device)) this.#byEntity.delete(id);
    this.#judgedOf.delete(device);
  }

  forgetEntity(entityId: string): void {
    this.#byEntity.delete(entityId);
    for (const judged of this.#judgedOf.values()) judged.delete(entityId);
  }

  #bind(entityId: string): readonly Binding[] {
    const entity = this.#states.entity(entityId);
    if (!entity) return none;
    const bindings = this.#bindingsOf(entity);
    this.#byEntity.set(entityId, bindings);
    if (bindings.length > 0) this.#judgedOf.get(entity.device)?.add(entityId);
    return bindings;
  }

  #bindingsOf(entity: Entity): readonly Binding[] {
    const rules = [...(this.#rulesByKey.get(entity.key) ?? []), ...this.#general];
    if (rules.length === 0) return none;
    const subject = { entity, machine: this.#machines.get(entity.device) };
    return rules.flatMap((rule) => {
      const watched = this.#isOff(rule, subject) ? null : rule.watchedFor(subject);
      return watched ? [{ rule, subject, watched }] : [];
    });
  }
}
