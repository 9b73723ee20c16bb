import { enableCompileCache } from "node:module";
import path from "node:path";

// Keeps compiled code between starts: the second start takes half the time of the first.
enableCompileCache();

const { SystemClock } = await import("./clock/system-clock.ts");
const { readEnvironment } = await import("./config/environment.ts");
const { createLogger } = await import("./log/logger.ts");
const { Platform } = await import("./platform.ts");
const { StartError, messageOf } = await import("./errors.ts");
const { formatWelcome } = await import("./welcome.ts");

try {
  const environment = readEnvironment(process.env);
  const clock = new SystemClock();
  const isTerminal = process.stdout.isTTY === true;
  const log = createLogger(environment.logLevel, clock, isTerminal);
  const platform = await Platform.start({ environment, root: path.resolve(import.meta.dirname, ".."), clock, log });
  process.stdout.write(formatWelcome(platform.welcome));

  // Ctrl-C reaches the hub more than once: from the terminal, and from npm, which passes it on.
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await platform.stop();
    log.info("Stopped");
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(`${isExpected ? error.message : `HomelabCmd cannot start: ${messageOf(error)}`}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = isExpected ? error.exitCode : 1;
}
