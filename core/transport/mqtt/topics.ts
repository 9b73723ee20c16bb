/** Longest topic or filter that is taken, in characters. */
const longestTopic = 512;

/** Whether a text can be published to (MQTT 3.1.1, 4.7): not empty, no wildcards, no NUL. */
export function isTopic(topic: string): boolean {
  return topic.length > 0 && topic.length <= longestTopic && !/[+#\0]/.test(topic);
}

/** Whether a text can be subscribed to: `+` and `#` stand for whole levels, and `#` comes last. */
export function isFilter(filter: string): boolean {
  if (filter.length === 0 || filter.length > longestTopic || filter.includes("\0")) return false;
  const levels = filter.split("/");
  return levels.every((level, index) => {
    if (level.includes("#")) return level === "#" && index === levels.length - 1;
    return !level.includes("+") || level === "+";
  });
}

/** Whether a topic is one of a filter's. Topics that begin with `$` are the broker's: wildcards at the front do not mean them. */
export function matchesFilter(filter: string, topic: string): boolean {
  return !(topic.startsWith("$") && /^[+#]/.test(filter)) && covers(filter.split("/"), topic.split("/"));
}

/** Whether every topic of `filter` is one of `permitted` too. */
export function coversFilter(permitted: string, filter: string): boolean {
  return !(filter.startsWith("$") && /^[+#]/.test(permitted)) && covers(permitted.split("/"), filter.split("/"));
}

function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  for (const [index, level] of wide.entries()) {
    // `a/#` means `a` too.
    if (level === "#") return narrow.length >= index;
    const other = narrow[index];
    if (other === undefined || other === "#") return false;
    if (level !== "+" && level !== other) return false;
  }
  return wide.length === narrow.length;
}
