import { readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { nearestName } from "./nearest-name.ts";
import { readText } from "./read-text.ts";

/** More files than this are no configuration, but a circle through links or a mistake. */
const mostFiles = 64;

/** What was read, or why it could not be. */
export type ReadAnswer = { readonly text: string } | { readonly reason: string };

/** The folder that config.yaml stands in, and the files beside it. Remembers what it was asked for. */
export class ConfigFolder {
  readonly #folder: string;
  readonly #roots: readonly string[];
  readonly #asked = new Set<string>();

  constructor(configFile: string) {
    this.#folder = path.dirname(configFile);
    this.#roots = [this.#folder, path.dirname(realPath(configFile))].map(realPath);
  }

  /** Every file that was asked for, also those that do not exist. */
  get files(): readonly string[] {
    return [...this.#asked];
  }

  /** The path of a file by the name that another one gives it. */
  pathOf(name: string, from: string): string {
    return path.join(path.dirname(from), name);
  }

  /** Reads a file for `!include`. It must be a YAML file below the folder, also when it is reached through a link. */
  include(file: string, name: string): ReadAnswer {
    if (path.isAbsolute(name)) return { reason: "its name must be relative to the file that includes it" };
    if (!/\.ya?ml$/.test(name)) return { reason: "its name must end in .yaml" };
    if (this.#isOutside(path.resolve(file))) return { reason: "it is outside the configuration's folder" };
    if (this.#isOutside(realPath(file))) return { reason: "it is a link out of the configuration's folder" };
    if (this.#asked.size >= mostFiles) return { reason: `${mostFiles} files are the most` };
    return this.read(file) ?? { reason: `there is no such file${this.#nearest(file)}` };
  }

  /** Reads a file; `undefined` when there is none. */
  read(file: string): ReadAnswer | undefined {
    this.#asked.add(file);
    return readText(file);
  }

  /** Who but its owner may read a file: `undefined` when nobody may. */
  readers(file: string): string | undefined {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
    if (mode & 0o004) return "every user of this machine";
    return mode & 0o040 ? "its group" : undefined;
  }

  #isOutside(file: string): boolean {
    return ![path.resolve(this.#folder), ...this.#roots].some((root) => isBelow(root, file));
  }

  #nearest(file: string): string {
    try {
      const nearest = nearestName(path.basename(file), readdirSync(path.dirname(file)));
      return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    } catch {
      return "";
    }
  }
}

function isBelow(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
