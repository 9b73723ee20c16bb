/** Last words of names whose values are never written: `token`, `link_token`, `agentToken`, `X-API-Key` … */
const secretWords = new Set(["password", "passphrase", "token", "key", "apikey", "secret", "authorization", "cookie"]);

/** Objects below this depth are not written: deeper than any log needs, and where a circle ends. */
const deepest = 6;

/** A copy of what is to be logged, in which every value whose name says that it is a secret is hidden, at any depth. */
export function hideSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (depth > deepest) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => hideSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecret(name) ? "[hidden]" : hideSecrets(item, depth + 1)]),
  );
}

function isSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_]/);
  return secretWords.has(words.at(-1) ?? "");
}
