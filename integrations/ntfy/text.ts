/** Controls, and marks that turn the direction of the text after them. Line feeds stay. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a machine without what could garble the rest of a message. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(unwanted, (mark) => (mark === "\n" ? mark : ""))
    .trim();
}

/** At most so many bytes of UTF-8, with an ellipsis where something is left out. */
export function shorten(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  let left = mostBytes - Buffer.byteLength("…");
  let fitting = "";
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    fitting += character;
  }
  return `${fitting.trimEnd()}…`;
}
