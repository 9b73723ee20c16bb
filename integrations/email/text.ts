/** Controls, and marks that turn the direction of the text after them. Line feeds stay. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const longest = 5000;

/** A text of a machine without what could garble the rest of a mail. */
export function clean(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, "\n");
  return shorten(lines.replace(unwanted, (mark) => (mark === "\n" ? mark : "")).trim(), longest);
}

/** The same on one line, as in a header. */
export function line(text: string, most = 500): string {
  return shorten(text.toWellFormed().replace(/\s+/g, " ").replace(unwanted, "").trim(), most);
}

function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}
