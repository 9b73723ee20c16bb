/** Controls, and marks that turn the direction of the text after them: nothing that a message needs. Line feeds stay. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The only characters that Slack wants escaped: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text of a machine as it may stand in any part of a message, escaped and with at most `limit` characters, as Slack counts them. */
export function paragraph(text: string, limit: number): string {
  const lines = text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, "\n");
  return shorten(lines.replace(unwanted, (mark) => (mark === "\n" ? mark : "")).trim(), limit);
}

/** The same on one line. */
export function line(text: string, limit: number): string {
  return shorten(text.toWellFormed().replace(/\s+/g, " ").replace(unwanted, "").trim(), limit);
}

/** Whether Slack would take something in a text for formatting: then it must not stand in `mrkdwn`. */
export function looksFormatted(text: string): boolean {
  return /[*_~`<>&]/.test(text);
}

/** Neither an entity nor a character outside the basic plane is cut in two. */
function shorten(text: string, limit: number): string {
  const pieces = Array.from(text, (character) => entities[character] ?? character);
  const escaped = pieces.join("");
  if (escaped.length <= limit) return escaped;
  let fitting = "";
  for (const piece of pieces) {
    if (fitting.length + piece.length >= limit) break;
    fitting += piece;
  }
  return `${fitting.trimEnd()}…`;
}
