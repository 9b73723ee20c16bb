import { html, type TemplateResult } from "lit";
import type { DashboardMachine } from "../sdk/index.ts";
import { type PlainTextKey, t } from "../text/t.ts";
import type { Tone } from "./tone.ts";

/** What a machine's status light shows. `away`: it is off, and that is fine. */
export type Signal = "ok" | "warn" | "crit" | "away" | "unknown";

const words = {
  ok: "status.online",
  warn: "status.warning",
  crit: "status.offline",
  away: "status.away",
  unknown: "status.unknown",
} as const satisfies Readonly<Record<Signal, PlainTextKey>>;

/** The signal of a machine whose most serious reading is `worst`. */
export function signalOf(machine: DashboardMachine, worst: Tone = "normal"): Signal {
  if (machine.status === "unknown") return "unknown";
  if (machine.status === "offline") return machine.expectedOnline ? "crit" : "away";
  return worst === "normal" ? "ok" : "warn";
}

/** The signal in a word. */
export function wordOf(signal: Signal): string {
  return t(words[signal]);
}

/** The status light, with its word for those who do not see it. Needs `ledStyles`. */
export function led(signal: Signal): TemplateResult {
  return html`<span class="led ${signal}" role="img" aria-label=${wordOf(signal)}></span>`;
}
