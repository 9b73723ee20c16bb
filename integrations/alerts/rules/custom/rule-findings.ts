import type { ConfigFinding } from "../../../../core/sdk/index.ts";
import { whyNoTemplate } from "./message-template.ts";
import type { CustomRuleBlock } from "./rule-schema.ts";

const kinds = ["above", "below", "equals", "differs", "changes", "absent", "rate", "forecast"] as const;

/** What a schema cannot say of rules. `taken` are names of rules that there are anyway. */
export function customRuleFindings(
  rules: readonly CustomRuleBlock[],
  taken: readonly string[],
): readonly ConfigFinding[] {
  return rules.flatMap((rule, index) => {
    const first = rules.findIndex(({ name }) => name === rule.name);
    const nameFindings = [
      ...(first === index ? [] : [finding(["name"], `must be one of its own, but rules[${first}] has it too`)]),
      ...(taken.includes(rule.name) ? [finding(["name"], "must be another one: a rule of the hub has it")] : []),
    ];
    const own = [...nameFindings, ...ruleFindings(rule)];
    return own.map(({ path, message }) => ({ path: [String(index), ...path], message }));
  });
}

/** What a schema cannot say of one rule. */
export function ruleFindings({ when, clear = {}, message }: CustomRuleBlock): readonly ConfigFinding[] {
  return [...whenFindings(when), ...clearFindings(when, clear), ...messageFindings(message)];
}

function whenFindings(when: CustomRuleBlock["when"]): readonly ConfigFinding[] {
  const said = kinds.filter((kind) => when[kind] !== undefined);
  if (said.length !== 1) return [finding(["when"], `must say exactly one of ${kinds.join(", ")}`)];
  const { rate } = when;
  const hasOneBound = !rate || (rate.above === undefined) !== (rate.below === undefined);
  return hasOneBound ? [] : [finding(["when", "rate"], "must say either above or below")];
}

/** The value at which it ends lies on the good side. */
function clearFindings(when: CustomRuleBlock["when"], clear: NonNullable<CustomRuleBlock["clear"]>) {
  const { above: over = when.rate?.above, below: under = when.rate?.below } = when;
  const findings: ConfigFinding[] = [];
  if (clear.below !== undefined && (over === undefined || clear.below > over)) {
    findings.push(finding(["clear", "below"], "must go with when.above, and not be more than that"));
  }
  if (clear.above !== undefined && (under === undefined || clear.above < under)) {
    findings.push(finding(["clear", "above"], "must go with when.below, and not be less than that"));
  }
  return findings;
}

function messageFindings(message: string | undefined): readonly ConfigFinding[] {
  const why = message === undefined ? null : whyNoTemplate(message);
  return why === null ? [] : [finding(["message"], why)];
}

function finding(path: readonly string[], message: string): ConfigFinding {
  return { path, message };
}
