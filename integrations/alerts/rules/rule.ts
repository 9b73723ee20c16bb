import type { Entity, EntityState, EntityValue, Machine, Severity } from "../../../core/sdk/index.ts";
import type { Derived } from "../evaluation/derivation.ts";
import type { Level, Watched } from "../evaluation/watch.ts";

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
  /** What is wrong: the state's value, or what was derived of it. */
  readonly value: EntityValue;
  /** Its unit, and the threshold's. */
  readonly unit: string | null;
  readonly severity: Severity;
  readonly threshold: number | null;
  /** Another value of the same thing: of the same mount, unit or machine. */
  readonly sibling: (key: string) => EntityValue;
}

/** What is wrong, when, and how it is told. A built-in one or the user's own. */
export interface Rule {
  /** `memory`, or the name of the user's own rule. */
  readonly name: string;
  /** The type of its alerts. */
  readonly type: string;
  /** Keys of the entities that it may judge; `null`: any. */
  readonly keys: readonly string[] | null;
  /** Whether people are told; absent: as the configuration says of the severity. */
  readonly notify?: boolean;
  /** Its degrees, the mildest first; for some machines they may be other ones. */
  readonly levels: readonly Level[];
  /** The unit of its thresholds, where that is known. */
  readonly unit?: string;
  /** How it derives what it judges; absent: it judges values as they are. */
  readonly derives?: Derived["kind"];
  /** How it judges this subject; `null` when it does not. */
  watchedFor(subject: Subject): Watched | null;
  describe(finding: Finding): Wording;
}
