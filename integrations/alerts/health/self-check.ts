import type { IntegrationContext, Undo } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import type { Pulse } from "./pulse.ts";

/** After so long without any work something is wrong with the engine itself. Milliseconds. */
export const longestPause = 120_000;
const checkSeconds = 30;

/** Reports when machines are heard and nothing judges what they say. It has a timer of its own: the engine's may be what hangs. */
export function addSelfCheck(context: IntegrationContext<AlertsConfig>, pulse: Pulse): void {
  const { clock } = context;
  let heardAt: number | null = null;
  let undo: Undo | null = null;
  context.on({ type: "machine_seen" }, () => {
    heardAt = clock.monotonic();
  });
  context.every(checkSeconds, () => {
    const isHeard = heardAt !== null && clock.monotonic() - heardAt < longestPause;
    const isStuck = pulse.sinceReview >= longestPause || (isHeard && pulse.sinceJudgement >= longestPause);
    if (isStuck) undo ??= context.problem("engine", stuck);
    else {
      undo?.();
      undo = null;
    }
  });
}

const stuck = {
  severity: "error",
  title: "The alert engine has not evaluated for 2 minutes",
  advice: "Nothing is judged, so nobody is told of anything. Reload the integration alerts; the hub's log says more.",
} as const;
