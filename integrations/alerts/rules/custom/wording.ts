import type { Finding, Wording } from "../rule.ts";
import { durationText, figureText, machineName, nameOf, valueText } from "../wording.ts";
import { fillTemplate } from "./message-template.ts";
import type { CustomRuleBlock } from "./rule-schema.ts";

/** What people read of an alert of the user's own rule: his words, or plain ones. */
export function customWording({ name, message, when }: CustomRuleBlock, finding: Finding): Wording {
  const title = message === undefined ? plainTitle(when, finding) : fillTemplate(message, fillingOf(finding));
  return { title, message: `The rule "${name}" of this hub's configuration says so.`, suggestion: null };
}

function plainTitle({ changes, absent, rate, forecast }: CustomRuleBlock["when"], finding: Finding): string {
  const { name, instance } = finding.subject.entity;
  const what = `${name}${instance === undefined ? "" : ` ${instance}`} on ${nameOf(finding)}`;
  const seconds = typeof finding.value === "number" ? finding.value : 0;
  if (absent) return `${what} has not been reported for ${durationText(seconds * 1000)}`;
  if (changes) return `${what} became ${figureText(finding)}`;
  if (rate) return `${what} changes by ${figureText(finding)}`;
  return forecast ? `${what} will be full in ${figureText(finding)}` : `${what} is ${figureText(finding)}`;
}

function fillingOf(finding: Finding): (placeholder: string) => string | undefined {
  const { subject, state, threshold, unit } = finding;
  const facts: Readonly<Record<string, string | undefined>> = {
    "machine.name": nameOf(finding),
    "machine.id": subject.machine?.id ?? subject.entity.device,
    "entity.name": subject.entity.name,
    "entity.id": subject.entity.id,
    instance: subject.entity.instance ?? (subject.machine ? machineName(subject.machine) : subject.entity.device),
    value: figureText(finding),
    threshold: threshold === null ? undefined : valueText(threshold, unit),
  };
  return (placeholder) => {
    if (Object.hasOwn(facts, placeholder)) return facts[placeholder];
    const attribute = placeholder.slice("attributes.".length);
    const value = Object.hasOwn(state.attributes, attribute) ? state.attributes[attribute] : null;
    return value == null ? undefined : String(value);
  };
}
