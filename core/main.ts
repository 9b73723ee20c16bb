import path from "node:path";
import { SystemClock } from "./clock/system-clock.ts";
import { readEnvironment } from "./config/environment.ts";
import { messageOf, StartError } from "./errors.ts";
import { createLogger } from "./log/logger.ts";
import { Platform } from "./platform.ts";
import { formatWelcome } from "./welcome.ts";

try {
  const environment = readEnvironment(process.env);
  const clock = new SystemClock();
  const isTerminal = process.stdout.isTTY === true;
  const log = createLogger(environment.logLevel, clock, isTerminal);
  const starting = Platform.start({ environment, root: path.resolve(import.meta.dirname, ".."), clock, log });

  // Ctrl-C reaches the hub more than once: from the terminal, and from npm, which passes it on. It may come during the start.
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const started = await starting.catch(() => undefined);
    await started?.stop();
    log.info("Stopped");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

  const platform = await starting;
  if (!isStopping) process.stdout.write(formatWelcome(platform.welcome));
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(`${isExpected ? error.message : `HomelabCmd cannot start: ${messageOf(error)}`}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = isExpected ? error.exitCode : 1;
}
