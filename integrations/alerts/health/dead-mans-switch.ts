import type { IntegrationContext, Undo } from "../../../core/sdk/index.ts";
import type { Ledger } from "../book/ledger.ts";
import type { AlertsConfig } from "../config.ts";
import type { Pulse } from "./pulse.ts";
import { longestPause } from "./self-check.ts";

/** What has to be well. */
export interface Vitals {
  readonly pulse: Pulse;
  readonly ledger: Pick<Ledger, "isFailing">;
}

const timeoutSeconds = 10;
const storageKey = "dead man's switch";

/** While alerts work, tells a service outside so; when that is told no more, it raises the alarm. Its address is a secret. */
export function addDeadMansSwitch(context: IntegrationContext<AlertsConfig>, vitals: Vitals): void {
  const { dead_mans_switch: settings } = context.config;
  if (!settings) return;
  let undo: Undo | null = null;
  context.every(settings.every_seconds, async () => {
    if (!(await isWell(context, vitals))) return;
    const fault = await tell(context, settings.url);
    if (fault !== null) undo ??= context.problem("dead-mans-switch", unheard(fault));
    else {
      undo?.();
      undo = null;
    }
  });
}

/** The engine works, and the disk takes what it writes: what could not be kept would not be told either. */
async function isWell(
  { storage, clock }: IntegrationContext<AlertsConfig>,
  { pulse, ledger }: Vitals,
): Promise<boolean> {
  if (pulse.sinceReview >= longestPause || ledger.isFailing) return false;
  try {
    await storage.set(storageKey, clock.now());
    return true;
  } catch {
    // The hub itself reports what is wrong with its disk.
    return false;
  }
}

/** What went wrong, without the address; `null` when nothing did. */
async function tell({ fetch }: IntegrationContext<AlertsConfig>, url: string): Promise<string | null> {
  try {
    const { status } = await fetch(url, { timeoutSeconds });
    return status < 300 ? null : `It answered ${status}.`;
  } catch (error) {
    const isTimeout = (error as { readonly code?: unknown }).code === "TIMEOUT";
    return isTimeout ? `It did not answer within ${timeoutSeconds} s.` : "It cannot be reached.";
  }
}

function unheard(fault: string) {
  return {
    severity: "warning",
    title: "The dead man's switch cannot be told that alerts work",
    advice: `${fault} Check integrations.alerts.dead_mans_switch.url; the service will raise the alarm.`,
  } as const;
}
