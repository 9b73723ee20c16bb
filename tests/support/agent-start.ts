import { readFileSync } from "node:fs";

/** How the installer's unit starts Node: its flags, and the settings of the allocator. */
export interface AgentStart {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads it from the installer, so that what is measured and tested is what is installed. */
export function installedStart(): AgentStart {
  const script = readFileSync(new URL("../../agent/install/install.sh", import.meta.url), "utf8");
  const flags = /^node_flags='(.*)'$/m.exec(script)?.[1] ?? "";
  const settings = /^Environment=(MALLOC_.*)$/m.exec(script)?.[1] ?? "";
  return {
    flags: flags.split(" "),
    environment: Object.fromEntries(settings.split(" ").map((setting) => setting.split("=") as [string, string])),
  };
}
