import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NodePrograms } from "../../../agent/runtime/node-programs.ts";

const programs = new NodePrograms();
const { signal } = new AbortController();
const options = { signal, deadlineMilliseconds: 60_000 };
const shell = (script: string, changes = {}) => programs.run("sh", ["-c", script], { ...options, ...changes });

describe("NodePrograms", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "agent-programs-"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("tells what a program printed and how it ended", async () => {
    expect(await shell("echo out; echo err >&2; exit 3")).toEqual({ exitCode: 3, output: "out\n", errors: "err\n" });
  });

  test("passes arguments as they are, without a shell in between", async () => {
    const result = await programs.run("echo", ["$(id)", "; ls", "*"], options);

    expect(result?.output).toBe("$(id) ; ls *\n");
  });

  test("gives a program the C locale, UTC, nothing to read and none of the agent's own variables", async () => {
    process.env["AGENT_SECRET"] = "secret";

    const result = await shell('cat; echo "$LC_ALL $TZ $AGENT_SECRET|"');

    expect(result?.output).toBe("C UTC |\n");
  });

  test("knows nothing of a program that this machine does not have", async () => {
    expect(await programs.run("no-such-program", [], options)).toBe(null);
  });

  test("runs what needs no rights as nobody, where the agent is root", async () => {
    const result = await programs.run("id", ["-u"], { ...options, isUnprivileged: true });

    expect(result?.output.trim()).toBe(process.getuid?.() === 0 ? "65534" : String(process.getuid?.()));
  });

  test("ends a program that prints without end", async () => {
    await expect(programs.run("yes", [], options)).rejects.toThrow("yes printed more than a MiB");
  });

  test("ends a program at its deadline, and what it started", async () => {
    const script = `sleep 600 & echo $! > ${folder}/child; wait`;

    await expect(shell(script, { deadlineMilliseconds: 1_000 })).rejects.toThrow("sh did not end within 1 s");

    const child = (await readFile(`${folder}/child`, "utf8")).trim();
    expect(await isAlive(child)).toBe(false);
  });

  test("ends a program when nobody waits any more", async () => {
    const controller = new AbortController();
    const running = shell("sleep 600", { signal: controller.signal });
    setImmediate(() => controller.abort());

    await expect(running).rejects.toThrow("aborted");
  });
});

/** A killed process may stay for a moment as a zombie, until somebody takes note of its end. */
async function isAlive(pid: string): Promise<boolean> {
  const stat = existsSync(`/proc/${pid}/stat`) ? await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "") : "";
  return stat !== "" && !/\) [ZX] /.test(stat);
}
