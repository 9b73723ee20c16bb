import { globSync, readFileSync } from "node:fs";

/** One source file of the project. Its path is relative to the project and uses forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const patterns = ["core", "agent", "integrations", "frontend", "tests"].map((folder) => `${folder}/**/*.{ts,mjs,css}`);

/** Every file that a person writes. Run from the project's folder. */
export function readSourceFiles(): SourceFile[] {
  const paths = globSync(patterns, { exclude: ["**/node_modules/**"] }).sort();
  return paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
