import { type Command, helpText, parseCommandLine } from "./command-line.ts";
import { readConfigFile } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { enrolNow } from "./enrolment.ts";
import { readApplicant } from "./identity.ts";
import { keepRunning } from "./keep-running.ts";
import { createLog } from "./log.ts";
import { measureOnce } from "./once.ts";
import { SystemClock } from "./runtime/clock.ts";
import { LinuxHost } from "./runtime/linux-host.ts";
import { agentVersion } from "./version.ts";

const wrongConfig = 2;

/** Does what the command line asks for, and sets the exit code of the process. */
export async function runProgram(parameters: readonly string[]): Promise<void> {
  try {
    process.exitCode = await perform(parseCommandLine(parameters));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`homelab-agent: ${error.message}\n`);
    process.exitCode = wrongConfig;
  }
}

/** Resolves with the exit code. */
async function perform({ action, configPath }: Command): Promise<number> {
  if (action === "help") return print(helpText);
  if (action === "version") return print(`${agentVersion}\n`);
  const file = await readConfigFile(configPath);
  if (action === "check") return print(`${configPath} is right\n`);

  const host = new LinuxHost(process.env["HOMELAB_AGENT_HOST_ROOT"] || "/");
  const clock = new SystemClock();
  const output = action === "once" ? process.stderr : process.stdout;
  // A reader of the log that went away is no reason to stop.
  output.on("error", () => {});
  const log = createLog({
    write: (line) => output.write(line),
    clock,
    isTerminal: output.isTTY,
    level: process.env["HOMELAB_AGENT_LOG_LEVEL"],
  });
  const surroundings = { host, clock, log };
  if (action === "once") return print(`${JSON.stringify(await measureOnce(file.config, surroundings), null, 2)}\n`);
  if (action === "enrol") {
    await enrolNow(file, await readApplicant(file, host), surroundings);
    return print("This machine is enrolled\n");
  }
  await keepRunning(configPath, surroundings);
  // What may still hang, such as a question to a dead file server, must not hold up the end.
  process.exit(0);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
