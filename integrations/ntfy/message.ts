import type { DeliveryContext, JsonObject, Notification, NotificationKind, Severity } from "../../core/sdk/index.ts";
import { clean, shorten } from "./text.ts";

/** Longer messages become attachments, in bytes: https://docs.ntfy.sh/publish/#limitations */
const mostBytes = { message: 3900, title: 250 };

/** From 1, which is silent, to 5, which breaks through "do not disturb": https://docs.ntfy.sh/publish/#message-priority */
const priorities: Readonly<Record<Severity, number>> = { critical: 5, high: 4, medium: 3, low: 2 };

/** Tags that ntfy shows as emoji: https://docs.ntfy.sh/emojis/ */
const severityTags: Readonly<Record<Severity, string>> = {
  critical: "rotating_light",
  high: "warning",
  medium: "yellow_circle",
  low: "information_source",
};
const kindTags: Partial<Readonly<Record<NotificationKind, string>>> = {
  resolved: "white_check_mark",
  result: "wrench",
  digest: "newspaper",
  test: "wave",
};

/** A message in ntfy's own words, but for its topic: https://docs.ntfy.sh/publish/#publish-as-json */
export function ntfyMessage(
  notification: Notification,
  { headline, link }: Pick<DeliveryContext, "headline" | "link">,
): JsonObject {
  const { id, kind, severity } = notification;
  const title = shorten(clean(headline).replaceAll("\n", " "), mostBytes.title);
  return {
    title,
    message: shorten(clean(bodyOf(notification)), mostBytes.message) || title,
    priority: kind === "resolved" ? Math.min(3, priorities[severity]) : priorities[severity],
    tags: [kindTags[kind] ?? severityTags[severity]],
    // From 2.16 on ntfy shows what comes twice once; the pattern is its own.
    ...(/^[-_A-Za-z0-9]{1,64}$/.test(id) ? { sequence_id: id } : {}),
    ...(link === null ? {} : { click: link, actions: [{ action: "view", label: "Open in HomelabCmd", url: link }] }),
  };
}

function bodyOf({ text, machine, facts, causes, suggestion }: Notification): string {
  const measured = [...(machine ? [{ label: "Machine", value: machine.name }] : []), ...facts];
  const parts = [
    text ?? "",
    measured.map(({ label, value }) => `${label}: ${value}`).join("\n"),
    causes.map((cause) => `• ${cause}`).join("\n"),
    suggestion ?? "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
