import type { Notification, Severity } from "../../core/sdk/index.ts";

const bySeverity: Readonly<Record<Severity, string>> = { critical: "🔴", high: "🟠", medium: "🟡", low: "🔵" };

/** What catches the eye first. The words beside it say the same. */
export function emojiOf({ kind, severity }: Pick<Notification, "kind" | "severity">): string {
  switch (kind) {
    case "resolved":
      return "✅";
    case "result":
      return "🔧";
    case "digest":
      return "🗞️";
    case "test":
      return "👋";
    default:
      return bySeverity[severity];
  }
}
