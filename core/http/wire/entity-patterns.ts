/** JSON schema of the parameter that chooses entities, as `parseSelection` reads it. */
export const entityPatterns = {
  type: "array",
  maxItems: 1000,
  items: { type: "string", minLength: 1, maxLength: 600, description: "One id or pattern." },
  description: "Entity ids or patterns: nas.* for one device, *.cpu_percent for one key. May be repeated.",
} as const;
