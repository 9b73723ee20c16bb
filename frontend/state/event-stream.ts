/** One server-sent event. */
export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  readonly id: string | null;
}

/**
 * Splits a text stream into server-sent events (WHATWG HTML, section 9.2.6). Written here because `EventSource` hides the
 * status of an answer, so a page could not tell a session that ended from a hub that is down.
 */
export class EventStreamParser {
  #rest = "";

  /** Takes the next piece of text; returns the events that it completed. */
  push(text: string): readonly ServerEvent[] {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(eventOf).filter((event) => event !== undefined);
  }
}

function eventOf(block: string): ServerEvent | undefined {
  const fields = block.split("\n").map(fieldOf);
  const data = fields.filter(({ name }) => name === "data").map(({ value }) => value);
  if (data.length === 0) return undefined;
  const last = (name: string) => fields.findLast((field) => field.name === name)?.value;
  return { type: last("event") ?? "message", data: data.join("\n"), id: last("id") ?? null };
}

function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(":");
  if (colon < 0) return { name: line, value: "" };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, "") };
}
