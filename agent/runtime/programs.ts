/** How a program is run. */
export interface ProgramOptions {
  /** When it is killed, with whatever it started. */
  readonly deadlineMilliseconds: number;
  readonly signal: AbortSignal;
  /** It needs no rights: where the agent is root, the program is not. */
  readonly isUnprivileged?: boolean;
}

/** How a program ended. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** The programs of a machine. */
export interface Programs {
  /**
   * Runs a program to its end: no shell, C locale, UTC, nothing on its standard input. Resolves with `null` when the machine has
   * no such program; rejects when it was killed, did not end by itself, or printed more than a MiB.
   */
  run(program: string, parameters: readonly string[], options: ProgramOptions): Promise<ProgramResult | null>;
}

/** Programs of another machine than the one that this process runs on: there are none. */
export const noPrograms: Programs = { run: async () => null };
