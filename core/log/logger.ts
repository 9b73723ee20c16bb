import { createRequire } from "node:module";
import { pino, stdSerializers } from "pino";
import type { PrettyOptions } from "pino-pretty";
import type { Clock, Logger } from "../sdk/index.ts";
import { hideSecrets } from "./hide-secrets.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** The hub's root logger, and the way to loggers that name their room. */
export interface RootLogger extends Logger {
  child(source: string): Logger;
}

/** Loaded only where somebody reads it: it costs 2.5 MB and 18 ms. */
function pretty(options: PrettyOptions): pino.DestinationStream {
  const load = createRequire(import.meta.url)("pino-pretty") as typeof import("pino-pretty");
  return load(options);
}

/** Writes one JSON object a line to standard output; on a terminal, the form that people read. */
export function createLogger(level: LogLevel, clock: Clock, isTerminal: boolean): RootLogger {
  const options = {
    level,
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: ({ error, ...details }: Record<string, unknown>) => ({
        ...(hideSecrets(details) as object),
        ...(error === undefined ? {} : { error }),
      }),
    },
    serializers: { error: (error: Error) => hideSecrets(stdSerializers.errWithCause(error)) },
  };
  const stream = isTerminal
    ? pretty({
        colorize: true,
        sync: true,
        messageKey: "message",
        errorLikeObjectKeys: ["error"],
        translateTime: "SYS:HH:MM:ss",
        ignore: "source",
        messageFormat: "{if source}{source}: {end}{message}",
      })
    : pino.destination({ dest: 1, sync: true });
  return wrap(pino(options, stream));
}

function wrap(log: pino.Logger): RootLogger {
  return {
    debug: (message, details) => log.debug(details ?? {}, message),
    info: (message, details) => log.info(details ?? {}, message),
    warn: (message, details) => log.warn(details ?? {}, message),
    error: (message, details) => log.error(details ?? {}, message),
    child: (source) => wrap(log.child({ source })),
  };
}
