import type { Entity, EntityState, Machine, Severity } from "../../../core/sdk/index.ts";
import type { Watched } from "../evaluation/watch.ts";

/** What a rule judges: an entity, and the machine that it belongs to where it does. */
export interface Subject {
  readonly entity: Entity;
  readonly machine: Machine | undefined;
}

/** What people read of an alert. */
export interface Wording {
  /** One line, with the machine's name: `Disk /mnt/pool on nas is 92 % full`. */
  readonly title: string;
  readonly message: string | null;
  readonly suggestion: string | null;
}

/** A state of a subject as an alert tells of it. */
export interface Finding {
  readonly subject: Subject;
  readonly state: EntityState;
  readonly severity: Severity;
  readonly threshold: number | null;
}

/** What is wrong, when, and how it is told. A built-in one or the user's own. */
export interface Rule {
  /** `memory`, or the name of the user's own rule. */
  readonly name: string;
  /** The type of its alerts. */
  readonly type: string;
  /** Keys of the entities that it may judge; `null`: any. */
  readonly keys: readonly string[] | null;
  /** How it judges this subject; `null` when it does not. */
  watchedFor(subject: Subject): Watched | null;
  describe(finding: Finding): Wording;
}
