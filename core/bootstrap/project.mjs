// @ts-check
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json; everything here works from it, whatever folder it was called in. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path below the project's folder. @param {string[]} parts */
export function inProject(...parts) {
  return join(projectFolder, ...parts);
}
