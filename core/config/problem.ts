import { StartError } from "../errors.ts";

/** One thing that is wrong in a configuration file, and where. Lines and columns count from 1. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what is allowed, in one sentence or two. */
  readonly message: string;
}

/** More than these only scroll the first ones, which matter most, out of sight. */
const mostShown = 20;

/** Problems as a person reads them, file by file and in its order: `config.yaml:12:5  hub.listen must be …`. */
export function formatProblems(problems: readonly ConfigProblem[], most = mostShown): string {
  const files = [...new Set(problems.map(({ file }) => file))];
  const ordered = problems.toSorted(
    (one, other) =>
      files.indexOf(one.file) - files.indexOf(other.file) || one.line - other.line || one.column - other.column,
  );
  const lines = ordered
    .slice(0, most)
    .map(({ file, line, column, message }) => `${file}:${line}:${column}  ${message}`);
  const more = problems.length - most;
  return more > 0 ? [...lines, `… and ${more} more`].join("\n") : lines.join("\n");
}

/** Throws a `StartError` that lists every problem; does nothing when there are none. */
export function refuseProblems(problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return;
  throw new StartError(formatProblems(problems), { exitCode: 2 });
}
