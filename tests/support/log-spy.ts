import type { RootLogger } from "../../core/log/logger.ts";

/** One line of a log. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly source: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A log that remembers instead of writing. Children write into the same lines. */
export class LogSpy implements RootLogger {
  readonly lines: LogLine[];
  readonly #source: string;

  constructor(source = "", lines: LogLine[] = []) {
    this.#source = source;
    this.lines = lines;
  }

  debug(message: string, details = {}): void {
    this.#add("debug", message, details);
  }

  info(message: string, details = {}): void {
    this.#add("info", message, details);
  }

  warn(message: string, details = {}): void {
    this.#add("warn", message, details);
  }

  error(message: string, details = {}): void {
    this.#add("error", message, details);
  }

  child(source: string): LogSpy {
    return new LogSpy(source, this.lines);
  }

  /** The messages of one level, in order. */
  messages(level: LogLine["level"]): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }

  #add(level: LogLine["level"], message: string, details: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level, source: this.#source, message, details });
  }
}
