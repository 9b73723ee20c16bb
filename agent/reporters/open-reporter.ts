import type { Clock } from "../../core/sdk/index.ts";
import { type ConfigFile, readCa } from "../config.ts";
import { HttpReporter } from "./http.ts";
import type { Reporter } from "./reporter.ts";

/** The way to the hub that the config chooses. The hub may give another token while the agent runs. Throws `ConfigError`. */
export async function openReporter(
  file: ConfigFile,
  token: { readonly value: string },
  clock: Clock,
): Promise<Reporter> {
  const { hubUrl, transport, mqtt } = file.config;
  const access = {
    clock,
    get token() {
      return token.value;
    },
  };
  if (transport === "http") return new HttpReporter(Object.assign(access, { hubUrl }));
  const { MqttReporter } = await import("./mqtt.ts");
  return new MqttReporter(Object.assign(access, { ...mqtt, ca: await readCa(file), random: Math.random }));
}
