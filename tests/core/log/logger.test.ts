import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

/** Writes through a real logger in a process of its own, and returns what came out of its standard output. */
async function logged(statement: string, { level = "debug", isTerminal = false } = {}): Promise<string> {
  const program = `
    import { createLogger } from "./core/log/logger.ts";
    const clock = { now: () => Date.parse("2026-01-15T12:00:00Z") };
    const log = createLogger("${level}", clock, ${isTerminal});
    ${statement}`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, NO_COLOR: "1" },
  });
  return stdout;
}

const parseLines = (output: string): Record<string, unknown>[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("the log", () => {
  it("is one JSON object a line, whatever stands in the message", async () => {
    const output = await logged(`
      log.info("two\\nlines and \\u2028 a \\"quote\\"", { path: "/mnt\\n/a" });
      log.child("docker").warn("Lost", { attempts: 3 });`);

    expect(parseLines(output)).toEqual([
      {
        level: "info",
        time: "2026-01-15T12:00:00.000Z",
        message: 'two\nlines and \u2028 a "quote"',
        path: "/mnt\n/a",
      },
      { level: "warn", time: "2026-01-15T12:00:00.000Z", source: "docker", message: "Lost", attempts: 3 },
    ]);
  });

  it("writes nothing below its level", async () => {
    const output = await logged('log.debug("a"); log.info("b"); log.warn("c"); log.error("d");', { level: "warn" });

    expect(parseLines(output).map(({ message }) => message)).toEqual(["c", "d"]);
  });

  it("never writes the value of a field that is named like a secret", async () => {
    const names = ["password", "token", "key", "secret", "api_key", "apiKey", "authorization", "cookie"];
    const headers = ["Authorization", "Cookie", "X-API-Key", "x-api-key", "X-Agent-Token", "set-cookie"];
    const compound = ["link_token", "agentToken", "sudo_password", "admin_key", "webhook_secret"];
    const fields = Object.fromEntries([...names, ...headers, ...compound].map((name) => [name, "hlc_leaked"]));

    const output = await logged(`
      const fields = ${JSON.stringify(fields)};
      log.info("at the top", fields);
      log.info("one level down", { headers: fields });
      log.child("room").info("in a room", { request: { headers: fields } });
      log.error("in an error", { error: Object.assign(new Error("refused"), fields) });
      log.error("in a cause", { error: new Error("outer", { cause: Object.assign(new Error("inner"), fields) }) });`);

    const hidden = output.split("\n").filter((line) => line.includes("hlc_leaked"));
    expect([hidden, parseLines(output).length]).toEqual([[], 5]);
  });

  it("keeps fields that only look a little like a secret", async () => {
    const details = { keys: 3, tokens_left: 2, monkey: "bonobo", keyboard: "de" };

    const [line] = parseLines(await logged(`log.info("Counted", ${JSON.stringify(details)});`));

    expect(line).toMatchObject(details);
  });

  it("writes an error with its type, stack and causes, and nothing of it beside the key error", async () => {
    const [line] = parseLines(
      await logged('log.error("Failed", { error: new TypeError("outer", { cause: new Error("inner") }) });'),
    );

    expect(line).toEqual({
      level: "error",
      time: "2026-01-15T12:00:00.000Z",
      message: "Failed",
      error: {
        type: "TypeError",
        message: "outer",
        stack: expect.stringMatching(/^TypeError: outer\n {4}at /),
        cause: { type: "Error", message: "inner", stack: expect.stringMatching(/^Error: inner\n {4}at /) },
      },
    });
  });

  it("names the room, the message and the hidden secret on a terminal too", async () => {
    const output = await logged('log.child("docker").info("Connected", { token: "hlc_leaked" });', {
      isTerminal: true,
    });

    expect([output.includes("docker: Connected"), output.includes("hidden"), output.includes("hlc_leaked")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
