/** Something that the user must fix. It stays until it is taken back. */
export interface Problem {
  readonly severity: "warning" | "error";
  /** One line: `Docker on nas cannot be reached`. */
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly advice: string;
  /** The machine that it is about. */
  readonly machineId?: string;
}
