import type { DeliveryContext, Notification, NotificationFact } from "../../core/sdk/index.ts";
import { html } from "./html.ts";
import { clean, line } from "./text.ts";

/** A mail, but for who sends it to whom. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  readonly priority: "high" | "normal";
  readonly headers: Readonly<Record<string, string>>;
}

/** What a mail's text and its HTML say, each text cleaned. */
export interface Content {
  readonly headline: string;
  readonly text: string;
  readonly facts: readonly NotificationFact[];
  readonly causes: readonly string[];
  readonly suggestion: string;
  readonly link: string | null;
  readonly footer: string;
}

/** Of what the ids of mails are made. */
export interface Sender {
  readonly identity: string;
  readonly from: string;
}

const longestSubject = 200;

/** The mail of a message. The same message makes the same id, and all of one subject are one thread. */
export function mailOf(
  notification: Notification,
  wording: Pick<DeliveryContext, "headline" | "link">,
  sender: Sender,
): Mail {
  const content = contentOf(notification, wording);
  // No mail has this id: a thread whose first mail is missing is a thread all the same (RFC 5256, References).
  const thread = mailId(`${notification.subject}.thread`, sender);
  return {
    subject: line(wording.headline, longestSubject),
    text: plainText(content),
    html: html(content),
    messageId: mailId(notification.id, sender),
    inReplyTo: thread,
    references: [thread],
    priority: notification.severity === "critical" && notification.kind !== "resolved" ? "high" : "normal",
    // Nobody's "out of office" is to answer (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
  };
}

function contentOf(
  { text, machine, facts, causes, suggestion, subject }: Notification,
  { headline, link }: Pick<DeliveryContext, "headline" | "link">,
): Content {
  const measured = [...(machine ? [{ label: "Machine", value: machine.name }] : []), ...facts];
  return {
    headline: line(headline, longestSubject),
    text: clean(text ?? ""),
    facts: measured.map(({ label, value }) => ({ label: line(label), value: line(value) })),
    causes: causes.map((cause) => line(cause)),
    suggestion: clean(suggestion ?? ""),
    link,
    footer: line(`HomelabCmd · ${subject}`),
  };
}

function plainText({ headline, text, facts, causes, suggestion, link, footer }: Content): string {
  const parts = [
    headline,
    text,
    facts.map(({ label, value }) => `${label}: ${value}`).join("\n"),
    causes.length === 0 ? "" : ["Likely causes:", ...causes.map((cause) => `- ${cause}`)].join("\n"),
    suggestion === "" ? "" : `What to do:\n${suggestion}`,
    link ?? "",
    `-- \n${footer}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** `<alert-12-opened-1.9f2c…@example.net>` (RFC 5322, 3.6.4). Different names stay different. */
function mailId(name: string, { identity, from }: Sender): string {
  const local = name.replace(/[^A-Za-z0-9.-]/gu, (character) => `=${character.codePointAt(0)?.toString(16)}=`);
  return `<${local}.${identity}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}
