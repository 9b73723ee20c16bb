import type { Clock, Logger } from "../core/sdk/index.ts";
import { isoTime } from "./iso-time.ts";

const levels = ["debug", "info", "warn", "error"] as const;
type Level = (typeof levels)[number];

/** Where and how the agent logs. */
export interface LogOptions {
  readonly write: (line: string) => void;
  readonly clock: Clock;
  /** Lines for people instead of JSON. */
  readonly isTerminal: boolean;
  /** Least severe level that is written. */
  readonly level?: string | undefined;
}

/** A log of one line per entry: `{level, time, message, ...details}`, or a readable line on a terminal. */
export function createLog({ write, clock, isTerminal, level = "info" }: LogOptions): Logger {
  const least = Math.max(0, levels.indexOf(level as Level));
  const format = isTerminal ? readableLine : jsonLine;
  const entry =
    (entryLevel: Level) =>
    (message: string, details: Readonly<Record<string, unknown>> = {}) => {
      if (levels.indexOf(entryLevel) < least) return;
      write(`${format({ level: entryLevel, time: isoTime(clock.now()), message }, details)}\n`);
    };
  return { debug: entry("debug"), info: entry("info"), warn: entry("warn"), error: entry("error") };
}

interface Head {
  readonly level: Level;
  readonly time: string;
  readonly message: string;
}

function jsonLine(head: Head, details: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...head, ...plain(details) });
}

function readableLine(head: Head, details: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(plain(details)).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${head.time.slice(11, 19)} ${head.level.toUpperCase().padEnd(5)} ${head.message}${pairs.join("")}`;
}

/** JSON.stringify makes `{}` of an error; its message is what helps. */
function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, value instanceof Error ? value.message : value]),
  );
}
