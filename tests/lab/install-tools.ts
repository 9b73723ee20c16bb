import { existsSync } from "node:fs";
import path from "node:path";
import { run } from "./program.ts";

/** Programs, and the Debian package that brings each. */
export type Tools = Readonly<Record<string, string>>;

/** Which of these programs are not there. */
export function missingTools(tools: Tools): readonly string[] {
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/sbin"];
  return Object.keys(tools).filter((tool) => !folders.some((folder) => existsSync(path.join(folder, tool))));
}

/** Only a machine that is there for tests is changed by them. */
export function canInstall(): boolean {
  return Boolean(process.env["CI"]) && existsSync("/usr/bin/apt-get");
}

/** Installs what is missing, with apt. */
export async function installTools(tools: Tools): Promise<void> {
  const wanted = missingTools(tools).map((tool) => tools[tool] ?? tool);
  if (wanted.length === 0) return;
  await run("apt-get", ["update", "-qq"]);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const parameters = ["install", "-y", "-qq", "--no-install-recommends", ...wanted];
  const { code, output } = await run("apt-get", parameters, { env });
  if (code !== 0) throw new Error(`apt-get could not install ${wanted.join(", ")}:\n${output}`);
}
