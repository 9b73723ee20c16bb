/**
 * Loads one of Node's own modules, by name. Not by `import`, which asks a module for everything that it could export, and so makes
 * Node 24 load streams, workers and promises along with node:fs, and all of fetch with node:http: up to 14 MB. Whoever needs a
 * module only at times loads it then.
 */
export const nodeModule: typeof process.getBuiltinModule =
  // Node has it since 20.16.
  process.getBuiltinModule ?? (await import("node:module")).createRequire(import.meta.url);
