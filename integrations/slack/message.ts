import type { DeliveryContext, JsonObject, Notification, NotificationFact } from "../../core/sdk/index.ts";
import { emojiOf } from "./emoji.ts";
import { line, looksFormatted, paragraph } from "./text.ts";

/**
 * Most characters of each part. Slack allows 150 in a header, 3,000 in a section and 2,000 in a field, but only about 13,200 in all
 * blocks together; these add up to less: https://docs.slack.dev/reference/block-kit/blocks
 */
const limits = {
  header: 150,
  text: 2900,
  label: 60,
  fact: 300,
  cause: 250,
  suggestion: 1000,
  fallback: 1000,
  subject: 100,
  url: 1500,
};
const mostFacts = 10;
const mostCauses = 10;

type Block = JsonObject;

/** How a message is told, besides what it says. */
export type Wording = Pick<DeliveryContext, "headline" | "link">;

/** A message as an incoming webhook of Slack takes it: `text` is for the pop-up, and for servers that know no blocks. */
export function slackMessage(notification: Notification, { headline, link }: Wording): JsonObject {
  const heading = `${emojiOf(notification)} ${headline}`;
  const blocks = [
    { type: "header", text: plain(line(heading, limits.header)) },
    ...textBlock(heading, notification.text ?? ""),
    ...factBlock(factsOf(notification)),
    ...causeBlock(notification.causes),
    ...suggestionBlock(notification.suggestion ?? ""),
    ...(link === null ? [] : linkBlock(link)),
    { type: "context", elements: [plain(line(`HomelabCmd · ${notification.subject}`, limits.subject))] },
  ];
  return { text: fallback(heading, notification), blocks, unfurl_links: false, unfurl_media: false };
}

/** What is said of a message where its blocks are not shown. */
function fallback(heading: string, notification: Notification): string {
  const facts = factsOf(notification).map(({ label, value }) => `${label}: ${value}`);
  const rest = [notification.text ?? "", facts.join("\n")].filter((part) => part !== "");
  return [line(heading, limits.header), ...rest.map((part) => paragraph(part, limits.fallback))].join("\n");
}

function factsOf({ machine, facts }: Notification): readonly NotificationFact[] {
  const place = machine ? [{ label: "Machine", value: machine.name }] : [];
  return [...place, ...facts].slice(0, mostFacts);
}

/** With the whole headline ahead where the header is too short for it. */
function textBlock(heading: string, text: string): Block[] {
  const isCut = line(heading, Number.POSITIVE_INFINITY).length > limits.header;
  return section(paragraph(isCut ? `${heading}\n${text}` : text, limits.text));
}

function factBlock(facts: readonly NotificationFact[]): Block[] {
  return facts.length === 0 ? [] : [{ type: "section", fields: facts.map(field) }];
}

/** The label is bold where nothing can be taken for formatting. */
function field({ label, value }: NotificationFact): JsonObject {
  const [name, content] = [line(label, limits.label), line(value, limits.fact)];
  if (looksFormatted(name + content) || name === "") return plain(`${name}\n${content}`.trim() || "–");
  return { type: "mrkdwn", text: `*${name}*\n${content}`, verbatim: true };
}

function causeBlock(causes: readonly string[]): Block[] {
  const lines = causes.slice(0, mostCauses).map((cause) => `• ${line(cause, limits.cause)}`);
  return lines.length === 0 ? [] : section(["Likely causes", ...lines].join("\n"));
}

function suggestionBlock(suggestion: string): Block[] {
  const text = paragraph(suggestion, limits.suggestion);
  return text === "" ? [] : section(`What to do\n${text}`);
}

/** A link in a text: the button of a plain webhook would need an address at which Slack reaches the hub. */
function linkBlock(link: string): Block[] {
  const url = line(link.replaceAll("|", "%7C"), Number.POSITIVE_INFINITY);
  if (url.length > limits.url) return [];
  return [{ type: "section", text: { type: "mrkdwn", text: `<${url}|Open in HomelabCmd>`, verbatim: true } }];
}

/** A section has at least one character. */
function section(text: string): Block[] {
  return text === "" ? [] : [{ type: "section", text: plain(text) }];
}

/** Text in which Slack takes nothing for formatting. */
function plain(text: string): JsonObject {
  return { type: "plain_text", text, emoji: true };
}
