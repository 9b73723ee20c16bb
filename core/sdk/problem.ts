import type { Severity } from "./notification.ts";

/** Something that the user must fix. It stays until it is taken back. */
export interface Problem {
  readonly severity: "warning" | "error";
  /** One line: `Docker on nas cannot be reached`. */
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly advice: string;
  /** The machine that it is about. */
  readonly machineId?: string;
  /** Opens an alert of that type while the problem lasts. Absent: the problem is only shown. */
  readonly alert?: { readonly type: string; readonly severity: Severity };
}

/** A problem that is there now. */
export interface OpenProblem extends Problem {
  /** `<integration>.<its own id>`. */
  readonly id: string;
  readonly integration: string;
  /** Unix milliseconds. */
  readonly since: number;
  /** The user does not want to see it. */
  readonly isIgnored: boolean;
}

/** Reads what the user must fix, whoever reports it. */
export interface ProblemReader {
  list(): readonly OpenProblem[];
}
