import { type SpawnOptions, spawn } from "node:child_process";

/** How a program ended, and everything that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end, while everything else in this process goes on. */
export function run(program: string, parameters: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** Runs a program that has to succeed, and returns what it printed. */
export async function succeed(program: string, ...parameters: readonly string[]): Promise<string> {
  const { code, output } = await run(program, parameters);
  if (code !== 0) throw new Error(`${program} ${parameters.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
