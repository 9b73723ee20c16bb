import { nodeModule } from "./node-modules.ts";

/** A whole text file. Rejects with an error that has the `code` of open(2). */
export async function readTextFile(path: string): Promise<string> {
  return nodeModule("node:fs").readFileSync(path, "utf8");
}
