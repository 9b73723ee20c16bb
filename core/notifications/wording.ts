import type { DeliveryContext, Notification, Severity } from "../sdk/index.ts";

const words: Readonly<Record<Severity, string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };

/** What every channel says of a message in the same words. */
export function wordingOf(
  notification: Notification,
  hubUrl: string | null,
): Pick<DeliveryContext, "headline" | "link"> {
  return { headline: headlineOf(notification), link: linkOf(notification, hubUrl) };
}

function headlineOf({ kind, severity, title }: Notification): string {
  const word = words[severity];
  switch (kind) {
    case "opened":
      return `${word}: ${title}`;
    case "escalated":
      return `Now ${word.toLowerCase()}: ${title}`;
    case "reminder":
      return `Still ${word.toLowerCase()}: ${title}`;
    case "resolved":
      return `Resolved: ${title}`;
    case "result":
    case "digest":
    case "test":
      return title;
  }
}

function linkOf({ path }: Notification, hubUrl: string | null): string | null {
  const link = hubUrl === null || path === null ? null : hubUrl + path;
  return link !== null && URL.canParse(link) ? new URL(link).href : null;
}
