import { backOffSeconds } from "./back-off.ts";
import { type Applicant, claimToken } from "./claim.ts";
import type { ConfigFile } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { replaceFile } from "./runtime/replace-file.ts";
import type { Surroundings } from "./surroundings.ts";

const longestAwaySeconds = 60;

/**
 * Turns the enrolment token of the config into a token of this agent's own, which is written there instead. Tries once: for the
 * installer. Throws `ConfigError` when the hub refuses, or is away.
 */
export async function enrolNow(file: ConfigFile, applicant: Applicant, { clock }: Surroundings): Promise<void> {
  const { hubUrl, enrolmentToken, apiToken } = file.config;
  if (enrolmentToken === null) throw new ConfigError(`${file.path} has no enrolment_token`);
  const claim = { hubUrl, enrolmentToken, presentToken: apiToken };
  const outcome = await claimToken(claim, applicant, clock);
  if (outcome.kind !== "enrolled") throw new ConfigError(outcome.reason);
  await keepToken(file, outcome.apiToken ?? apiToken ?? "", outcome.mode);
}

/**
 * The token of this agent. With an enrolment token in its config, as in a machine that was made of an image, it enrols first, and tries
 * that for as long as the hub is away. Throws `ConfigError` when the hub refuses and there is no older token.
 */
export async function ensureToken(
  file: ConfigFile,
  applicant: Applicant,
  { clock, log }: Surroundings,
  signal: AbortSignal,
): Promise<string> {
  const { hubUrl, enrolmentToken, apiToken } = file.config;
  if (enrolmentToken === null) return apiToken ?? "";
  for (let failures = 1; !signal.aborted; failures++) {
    const outcome = await claimToken({ hubUrl, enrolmentToken, presentToken: apiToken }, applicant, clock, signal);
    if (outcome.kind === "enrolled") {
      log.info("This machine is enrolled", { hub: hubUrl, server_guid: applicant.guid });
      return keepToken(file, outcome.apiToken ?? apiToken ?? "", outcome.mode);
    }
    const { kind, reason } = outcome;
    if (kind === "refused" && apiToken !== null) return apiToken;
    if (kind === "refused") throw new ConfigError(`The hub does not let this machine enrol: ${reason}`);
    if (failures === 1) log.warn("This machine cannot enrol yet; it goes on trying", { hub: hubUrl, reason });
    const spread = { longestSeconds: longestAwaySeconds, retryAfterSeconds: null, random: Math.random() };
    await clock.sleep(backOffSeconds({ failures, ...spread }) * 1000, signal).catch(() => {});
  }
  return apiToken ?? "";
}

/** Writes the agent's own token to its config, in place of an enrolment token, and returns it. */
export async function keepToken(
  { path, document }: ConfigFile,
  apiToken: string,
  mode: "readonly" | "readwrite" = "readonly",
): Promise<string> {
  document.set("api_token", apiToken);
  if (mode === "readwrite") document.set("mode", mode);
  document.delete("enrolment_token");
  await replaceFile(path, document.toString({ lineWidth: 0 }));
  return apiToken;
}
