import type { ConfigFinding } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import { customRule } from "./custom/custom-rule.ts";
import { customRuleFindings } from "./custom/rule-findings.ts";
import { figureRules } from "./figures.ts";
import { forecastRules } from "./forecast.ts";
import type { Rule } from "./rule.ts";
import { simpleRules } from "./simple.ts";
import { type FindExpectedUnit, unitRule } from "./units.ts";

/** Rules whose subjects are no entities: they have no `Rule`, but a name that no other may have. */
export const namesOfWatches = ["offline", "network", "problem"] as const;

/** The rules of the hub itself that judge entities. */
export function builtInRules(config: AlertsConfig, find: FindExpectedUnit): readonly Rule[] {
  return [...figureRules(config), ...simpleRules, unitRule(find), ...forecastRules(config)];
}

/** Every rule that judges entities: the hub's own first, then the user's. */
export function allRules(config: AlertsConfig, find: FindExpectedUnit): readonly Rule[] {
  return [...builtInRules(config, find), ...config.rules.map((block) => customRule(block, config))];
}

/** What is wrong with a configuration that its schema accepts. */
export function configFindings(config: Readonly<AlertsConfig>): readonly ConfigFinding[] {
  const own = builtInRules(config, () => undefined).map(({ name }) => name);
  const findings = customRuleFindings(config.rules, [...own, ...namesOfWatches, "disk_forecast"]);
  return findings.map(({ path, message }) => ({ path: ["rules", ...path], message }));
}
