import path from "node:path";
import { readEnvironment } from "../../core/config/environment.ts";
import { createLogger } from "../../core/log/logger.ts";
import { Platform } from "../../core/platform.ts";
import { formatWelcome } from "../../core/welcome.ts";
import { LeapingClock } from "./recorder-leaping-clock.ts";

/*
 * The hub as core/main.ts starts it, but its clock is at the mercy of signals: SIGUSR2 makes it 25 hours later, SIGWINCH has an
 * hour pass for whoever waits.
 */

const hour = 3_600_000;
const environment = readEnvironment(process.env);
const clock = new LeapingClock();
process.on("SIGUSR2", () => clock.leap(25 * hour));
process.on("SIGWINCH", () => clock.hasten(hour));
const log = createLogger(environment.logLevel, clock, false);
const root = path.resolve(import.meta.dirname, "../..");
const platform = await Platform.start({ environment, root, clock, log });
process.once("SIGTERM", () => void platform.stop());
process.stdout.write(formatWelcome(platform.welcome));
