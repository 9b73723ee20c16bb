import type { IntegrationContext, Undo } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";

/** Machines that have just been added need a moment until they are known. */
const lookSeconds = 300;

/** Warns of rules of the user's own that judge nothing: a name in them is misspelt, or what they are about is gone. */
export function warnOfIdleRules(
  context: IntegrationContext<AlertsConfig>,
  subjectCounts: () => ReadonlyMap<string, number>,
): void {
  const warnings = new Map<string, Undo>();
  context.every(lookSeconds, () => {
    const counts = subjectCounts();
    for (const { name, entity } of context.config.rules) {
      const isIdle = (counts.get(name) ?? 0) === 0;
      if (isIdle && !warnings.has(name)) warnings.set(name, context.problem(`rule ${name}`, idle(name, entity)));
      if (isIdle) continue;
      warnings.get(name)?.();
      warnings.delete(name);
    }
  });
}

function idle(name: string, entity: string) {
  return {
    severity: "warning",
    title: `The alert rule "${name}" matches nothing`,
    advice: `No entity is ${entity} on a machine that the rule is for. Correct or remove it in integrations.alerts.rules.`,
  } as const;
}
