import { posix } from "node:path";
import type { SourceFile } from "./source-files.ts";

/** One import, export-from or dynamic import with a literal name. */
export interface Import {
  readonly line: number;
  /** As written: `../sdk/index.ts`, `sequelize`, `node:fs`. */
  readonly specifier: string;
  /** The file of this project that it means; `undefined` for a package or a part of Node. */
  readonly target: string | undefined;
  /** Gone at run time. */
  readonly isTypeOnly: boolean;
}

const staticImport =
  /^[ \t]*(?:import|export)\s+(?<type>type\s)?(?:[^;'"`]*?\sfrom\s*)?["'](?<specifier>[^"'\n]+)["']/gm;
const dynamicImport = /\bimport\(\s*["'](?<specifier>[^"'\n]+)["']/g;

/** What the package's own name leads to; package.json's `exports`. */
const ownExports: Readonly<Record<string, string>> = {
  "homelabcmd/sdk": "core/sdk/index.ts",
  "homelabcmd/sdk/frontend": "frontend/sdk/index.ts",
};

/** Finds a file's imports by their text: TypeScript 7 has no compiler to ask. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const matches = [...text.matchAll(staticImport), ...text.matchAll(dynamicImport)];
  return matches.map((match) => {
    const specifier = match.groups?.["specifier"] ?? "";
    return {
      line: text.slice(0, match.index).split("\n").length,
      specifier,
      target: resolve(path, specifier),
      isTypeOnly: match.groups?.["type"] !== undefined,
    };
  });
}

function resolve(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : ownExports[specifier];
}
